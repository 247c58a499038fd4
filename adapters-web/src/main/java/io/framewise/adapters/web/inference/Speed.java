package io.framewise.adapters.web.inference;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How fast a run is, from what a listener sees of it. */
final class Speed {

    private static final long WINDOW_NANOS = 10_000_000_000L;
    private static final long LEAST_NANOS = 1_000_000_000L;

    private record Sight(long nanos, int done) {}

    private final Deque<Sight> sights = new ArrayDeque<>();
    private final LongSupplier nanos;

    /** @param nanos a clock, such as {@code System::nanoTime} */
    Speed(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** @return over the last ten seconds, null before it has been seen for one */
    @Nullable
    Double framesPerSecond(int done) {
        long now = nanos.getAsLong();
        sights.addLast(new Sight(now, done));
        while (now - sights.getFirst().nanos() > WINDOW_NANOS) {
            sights.removeFirst();
        }
        Sight first = sights.getFirst();
        long took = now - first.nanos();
        return took < LEAST_NANOS ? null : Math.max(0, done - first.done()) * 1e9 / took;
    }
}
