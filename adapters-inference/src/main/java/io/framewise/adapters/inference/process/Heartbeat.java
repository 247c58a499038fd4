package io.framewise.adapters.inference.process;

/** Told again and again while work goes on, so that the node can tell slow from hung. */
@FunctionalInterface
public interface Heartbeat {

    /** @throws StoppedException when the node does not want the answer any more */
    void beat();

    /** The node gave the request up. */
    final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StoppedException() {
            super("stopped", null, false, false);
        }
    }
}
