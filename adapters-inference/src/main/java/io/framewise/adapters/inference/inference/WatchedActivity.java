package io.framewise.adapters.inference.inference;

import io.framewise.adapters.inference.process.Answers;
import io.framewise.adapters.inference.process.ChildProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Tells the node what the threads of this process are at, and ends the process when one is at a batch, or at loading a
 * network, for too long: native code cannot be interrupted.
 */
final class WatchedActivity implements Activity {

    private static final long WATCH_MILLIS = 100;

    private final Answers answers;
    private final long batchNanos;
    private final long loadNanos;
    private final Map<String, Begun> begun = new ConcurrentHashMap<>();

    private record Begun(String what, long nanos) {}

    WatchedActivity(Answers answers, Duration batch, Duration load) {
        this.answers = answers;
        this.batchNanos = batch.toNanos();
        this.loadNanos = load.toNanos();
        Thread watchdog = new Thread(this::watch, "watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
    }

    @Override
    public void at(String what) {
        String thread = Thread.currentThread().getName();
        if (what.startsWith("decoding")) {
            tell(what);
        } else if (what.isEmpty()) {
            begun.remove(thread);
        } else {
            tell(what);
            begun.put(thread, new Begun(what, System.nanoTime()));
        }
    }

    private void tell(String what) {
        try {
            answers.doing(what);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void watch() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(WATCH_MILLIS);
                begun.forEach((thread, work) -> {
                    boolean batch = work.what().startsWith("classifying");
                    if (System.nanoTime() - work.nanos() > (batch ? batchNanos : loadNanos)) {
                        System.err.println("Overdue \"" + thread + "\"");
                        System.err.flush();
                        Runtime.getRuntime().halt(ChildProcess.OVERDUE);
                    }
                });
                answers.alive();
            }
        } catch (InterruptedException | IOException e) {
            Thread.currentThread().interrupt();
        }
    }
}
