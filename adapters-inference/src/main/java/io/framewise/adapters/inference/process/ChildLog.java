package io.framewise.adapters.inference.process;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** Listens to what a child prints, on a thread of its own: mostly nothing, at the end how it came to it. */
final class ChildLog {

    private static final Logger LOG = Logger.getLogger(ChildLog.class);
    private static final Pattern SIGNAL = Pattern.compile("^#\\s+(SIG[A-Z]+) ");
    private static final Pattern THREAD = Pattern.compile("^(?:Current thread .*JavaThread|Overdue) \"([^\"]+)\"");

    private final Process process;
    private final String noun;
    private final Thread listener;
    private volatile String lastWords = "none";
    private volatile String crash = "";
    private volatile String guilty = "";

    /** @param noun what the process is, for messages */
    ChildLog(Process process, String noun) {
        this.process = process;
        this.noun = noun;
        this.listener = new Thread(this::drain, "process-" + process.pid() + "-log");
        listener.setDaemon(true);
        listener.start();
    }

    private void drain() {
        try (LogLines lines = new LogLines(process.getErrorStream())) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                LOG.debugf("%s %d: %s", noun, process.pid(), line);
                hear(line);
            }
        } catch (IOException e) {
            LOG.debugf("%s %d: its log ended: %s", noun, process.pid(), e.getMessage());
        }
    }

    private void hear(String line) {
        Matcher signal = SIGNAL.matcher(line);
        Matcher thread = THREAD.matcher(line);
        if (signal.find()) {
            crash = signal.group(1);
        } else if (thread.find() && guilty.isEmpty()) {
            guilty = thread.group(1);
        } else if (!line.isBlank() && crash.isEmpty()) {
            lastWords = line;
        }
    }

    /** Waits until all was heard that a process said which has ended, a second at most. */
    void awaitEnd() throws InterruptedException {
        listener.join(1_000);
    }

    /** The last line that says something. */
    String lastWords() {
        return lastWords;
    }

    /** Name of the signal that ended it, empty when it did not tell. */
    String crash() {
        return crash;
    }

    /** The thread that crashed or took too long, empty when it did not tell. */
    String guilty() {
        return guilty;
    }
}
