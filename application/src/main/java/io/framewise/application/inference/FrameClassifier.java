package io.framewise.application.inference;

import io.framewise.application.media.FrameSource;
import io.framewise.domain.inference.Device;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.model.Iteration;
import io.framewise.domain.model.Preprocessing;
import java.util.List;

/**
 * Runs a network over frames: decodes just these, preprocesses, infers in batches. Decoding and inference overlap;
 * pictures never leave the implementation, so that it can live in another process.
 */
public interface FrameClassifier {

    /**
     * @param features number of outputs of the network
     * @param frames not empty, all inside the source
     * @param next what other networks, which are to see some of the same frames soon, make of a picture: it is kept for
     *     them, so that no frame is decoded twice
     */
    record Job(
            FrameSource source,
            FrameRanges frames,
            Iteration iteration,
            int features,
            Device device,
            List<Preprocessing> next) {

        public Job {
            next = List.copyOf(next);
        }

        /** With nothing to keep. */
        public Job(FrameSource source, FrameRanges frames, Iteration iteration, int features, Device device) {
            this(source, frames, iteration, features, device, List.of());
        }
    }

    /** What became of one frame: exactly one for each frame of a job. */
    sealed interface Result {
        int frame();

        /** @param probabilities one per feature, each 0 to 1, adding up to 1 but for rounding */
        record Classified(int frame, float[] probabilities) implements Result {}

        /** @param reason a sentence for people */
        record Failed(int frame, String reason) implements Result {}
    }

    /** Takes results as they come. While it works, at most a few batches wait; decoding then stops by itself. */
    @FunctionalInterface
    interface Sink {

        /**
         * @param batch ascending, and after every batch before; empty when nothing has come for a while
         * @return whether to go on; if not, {@link #classify} stops soon and returns
         */
        boolean accept(List<Result> batch);
    }

    /**
     * What the run is to remember of how it was done.
     *
     * @param engine such as {@code PyTorch}
     * @param form what the engine ran, such as {@code folded}
     * @param duplicates frames that were not run through the network because an equal one was before
     * @param decodeMillis time spent decoding and preprocessing, ms
     * @param inferMillis time spent inside the network, ms
     */
    record Report(
            String engine, String engineVersion, String form, int duplicates, long decodeMillis, long inferMillis) {}

    /**
     * Classifies every frame of a job. The sink is called on the calling thread.
     *
     * @throws io.framewise.domain.Refusal.Unavailable when the network cannot be loaded or the process that runs it is
     *     lost; batches that were accepted before stay valid
     */
    Report classify(Job job, Sink sink);
}
