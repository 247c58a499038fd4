package io.framewise.adapters.inference.process;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One child process and the talk with it. For one thread at a time, but {@link #watch} and {@link #close}, which any
 * thread may call.
 */
public final class ChildProcess implements AutoCloseable {

    /** Writes the body of a request. */
    public interface Body {
        void write(DataOutputStream out) throws IOException;
    }

    private static final Logger LOG = Logger.getLogger(ChildProcess.class);

    /** Of a JVM that was told to end when its heap is full. */
    static final int OUT_OF_MEMORY = 3;

    /** Of a child that watches itself. */
    public static final int OVERDUE = 98;

    private static final int MOST_THREADS = 64;
    private static final int LONGEST_TOLD = 200;

    private static final Pattern SIGNAL = Pattern.compile("^#\\s+(SIG[A-Z]+) ");
    private static final Pattern THREAD = Pattern.compile("^(?:Current thread .*JavaThread|Overdue) \"([^\"]+)\"");

    private final Process process;
    private final String noun;
    private final Thread log;
    private final Map<String, String> doing = new ConcurrentHashMap<>();
    private final DataOutputStream out;
    private final DataInputStream in;
    private final Duration silence;
    private final Duration deadline;
    private final Duration grace;
    private int number;
    private long waited;
    private boolean stopped;
    private volatile long waitingSince;
    private volatile long waitLimit;
    private volatile boolean overdue;
    private volatile String lastWords = "none";
    private volatile String crash = "";
    private volatile String guilty = "";
    private boolean broken;
    private @Nullable Object openVideo;

    /** @param noun what it is, for messages: "decoding process" */
    ChildProcess(Process process, String noun, Patience patience) {
        this.process = process;
        this.out = new DataOutputStream(process.getOutputStream());
        this.in = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
        this.noun = noun;
        this.silence = patience.silence();
        this.deadline = patience.deadline();
        this.grace = patience.grace();
        this.log = new Thread(this::drain, "process-" + process.pid() + "-log");
        log.setDaemon(true);
        log.start();
    }

    /**
     * How long a child is waited for.
     *
     * @param silence without a sign of life
     * @param deadline for one answer, such as the next frame; signs of life do not prolong it, the time in which the
     *     caller works does not count
     * @param grace for all that comes after a stop, up to the last answer
     */
    public record Patience(Duration silence, Duration deadline, Duration grace) {}

    /** The child ended, or was ended, before it had answered. */
    public static final class DiedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Map<String, String> doing;

        private final boolean overdue;
        private final boolean named;

        public DiedException(String sentence, boolean overdue, boolean named, Map<String, String> doing) {
            super(sentence, null, false, false);
            this.overdue = overdue;
            this.named = named;
            this.doing = Map.copyOf(doing);
        }

        /** Whether it was ended because it took too long. */
        public boolean overdue() {
            return overdue;
        }

        /** Whether it is known which of its threads is guilty. */
        public boolean named() {
            return named;
        }

        /** What each of its threads was at, as far as it told; what the guilty one was at only, where that is known. */
        public Map<String, String> doing() {
            return doing;
        }

        /** How it ended. */
        public String sentence() {
            return String.valueOf(getMessage());
        }
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

    /** Sends a request. Its answers are to be read up to the last one. */
    public void send(byte kind, Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        number++;
        waited = 0;
        stopped = false;
        doing.clear();
        begin();
        try {
            body.write(new DataOutputStream(bytes));
            out.writeByte(kind);
            out.writeInt(number);
            out.writeInt(bytes.size());
            bytes.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw failure(e);
        } finally {
            finish();
        }
    }

    /**
     * Asks to give up the request under way; what is still under way, and the last answer, are to be read all the same. All of
     * it together is waited for no longer than {@link Patience#grace}.
     */
    public void stop() {
        stopped = true;
        waited = 0;
        try {
            out.writeByte(Wire.STOP);
            out.writeInt(number);
            out.flush();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Reads one answer. */
    public <T> T read(Answer<T> answer) {
        begin();
        try {
            byte kind;
            do {
                int magic = in.readInt();
                if (magic != Wire.MAGIC) {
                    throw new IOException(Integer.toHexString(magic) + " is not the beginning of an answer");
                }
                kind = in.readByte();
                if (kind == Wire.DOING) {
                    note(Wire.sentence(in), Wire.sentence(in));
                }
                begin();
            } while (kind == Wire.WORKING || kind == Wire.DOING);
            if (!stopped) {
                // A long run is many answers: only what is waited for one of them may not be long.
                waited = 0;
            }
            return answer.read(kind, in);
        } catch (IOException e) {
            throw failure(e);
        } finally {
            finish();
        }
    }

    private void note(String thread, String what) throws IOException {
        if (what.isEmpty()) {
            doing.remove(thread);
        } else if (thread.length() > LONGEST_TOLD
                || what.length() > LONGEST_TOLD
                || doing.size() >= MOST_THREADS && !doing.containsKey(thread)) {
            throw new IOException("More is told of threads than there can be to tell");
        } else {
            doing.put(thread, what);
        }
    }

    /** Reads the body of an answer. */
    public interface Answer<T> {
        T read(byte kind, DataInputStream body) throws IOException;
    }

    private void begin() {
        finish();
        long left = Math.max(1, (stopped ? grace : deadline).toNanos() - waited);
        waitLimit = Math.min(left, silence.toNanos());
        waitingSince = System.nanoTime() | 1;
    }

    private void finish() {
        long since = waitingSince;
        if (since != 0) {
            waited += System.nanoTime() - since;
            waitingSince = 0;
        }
    }

    /** Kills the process when it has been waited for too long. */
    public void watch() {
        long since = waitingSince;
        if (since != 0 && System.nanoTime() - since > waitLimit) {
            overdue = true;
            process.destroyForcibly();
        }
    }

    private DiedException failure(IOException cause) {
        broken = true;
        boolean ended = cause instanceof EOFException && awaitEnd();
        boolean endedItself = ended && process.exitValue() == OVERDUE;
        process.destroyForcibly();
        String how;
        if (overdue) {
            how = "did not answer in time and was ended";
        } else if (!crash.isEmpty()) {
            how = "crashed (" + crash + ")";
        } else if (endedItself) {
            how = "did not come to an end in time and was ended";
        } else if (ended) {
            how = process.exitValue() == OUT_OF_MEMORY
                    ? "ran out of memory"
                    : "ended unexpectedly (exit code " + process.exitValue() + ")";
        } else {
            how = "answered nonsense and was ended";
        }
        LOG.warnf("The %s %d %s: %s. Its last words: %s", noun, process.pid(), how, cause.getMessage(), lastWords);
        Map<String, String> at = new LinkedHashMap<>(doing);
        boolean named = at.containsKey(guilty);
        if (named) {
            at.keySet().retainAll(Set.of(guilty));
        }
        return new DiedException("The " + noun + " " + how, overdue || endedItself, named, at);
    }

    private boolean awaitEnd() {
        try {
            boolean ended = process.waitFor(2, TimeUnit.SECONDS);
            if (ended) {
                log.join(1_000);
            }
            return ended;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Whether it can take another request. */
    public boolean isUsable() {
        return !broken && process.isAlive();
    }

    /** Marks it as unfit, such as in the middle of an answer that nobody reads. */
    public void giveUp() {
        broken = true;
    }

    /** What identifies the video that the process has open, null for none. */
    @Nullable
    public Object openVideo() {
        return openVideo;
    }

    public void openVideo(@Nullable Object video) {
        openVideo = video;
    }

    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Kills it, and waits until it can do nothing any more. */
    void end() {
        close();
        awaitEnd();
    }
}
