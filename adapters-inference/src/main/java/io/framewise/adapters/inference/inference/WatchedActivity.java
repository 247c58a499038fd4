package io.framewise.adapters.inference.inference;

import io.framewise.adapters.inference.process.Answers;
import io.framewise.adapters.inference.process.ChildProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Notes for the node what the threads of this process are at, and ends the process when one is at a batch, at a frame, or at
 * loading a network, for too long: native code cannot be interrupted. A frame may lie far behind the last key frame: as long
 * as packets are decoded, only the limit for loading ends it.
 */
final class WatchedActivity implements Activity {

    private static final long WATCH_MILLIS = 100;

    private final Answers answers;
    private final long batchNanos;
    private final long loadNanos;
    private final Map<String, Begun> begun = new ConcurrentHashMap<>();

    /** @param moved when the last sign of progress was */
    private record Begun(String what, long since, long moved) {

        Begun at(long now) {
            return new Begun(what, since, now);
        }

        Begun later(long by) {
            return new Begun(what, since + by, moved + by);
        }

        boolean isLoading() {
            return what.startsWith("reading") || what.startsWith("loading");
        }
    }

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
        begun.remove(thread);
        answers.doing(what);
        if (!what.isEmpty()) {
            long now = System.nanoTime();
            begun.put(thread, new Begun(what, now, now));
        }
    }

    /** The calling thread got on with what it is at. */
    void moved() {
        begun.computeIfPresent(Thread.currentThread().getName(), (thread, work) -> work.at(System.nanoTime()));
    }

    private boolean isOverdue(Begun work) {
        long now = System.nanoTime();
        return now - work.since() > loadNanos || !work.isLoading() && now - work.moved() > batchNanos;
    }

    private void watch() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(WATCH_MILLIS);
                begun.forEach((thread, work) -> {
                    if (isOverdue(work)) {
                        System.err.println("Overdue \"" + thread + "\"");
                        System.err.flush();
                        Runtime.getRuntime().halt(ChildProcess.OVERDUE);
                    }
                });
                long asked = System.nanoTime();
                answers.alive();
                long held = System.nanoTime() - asked;
                // While the node does not read, whoever has something to say waits: that counts for nobody.
                begun.replaceAll((thread, work) -> work.later(held));
            }
        } catch (InterruptedException | IOException e) {
            Thread.currentThread().interrupt();
        }
    }
}
