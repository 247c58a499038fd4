package io.framewise.adapters.inference.inference;

import io.framewise.adapters.inference.media.RgbPicture;
import io.framewise.application.inference.FrameClassifier.Job;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.model.Preprocessing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of one job in the size of its network: resized from what a decoder gives, or kept from a job before; what
 * the networks after it want of a picture is kept for them. It serves one thread.
 */
final class Pictures {

    private final Job job;
    private final KeptPictures kept;
    private final Map<Integer, byte[]> ready;
    private final Preprocessor preprocessor;
    private final List<Later> later = new ArrayList<>();

    /** @param preprocessor of its own; null for the one of the job, whose picture is the same */
    private record Later(
            Preprocessing preprocessing, @Nullable Preprocessor preprocessor) {}

    Pictures(Job job, KeptPictures kept) {
        Preprocessing own = job.iteration().preprocessing();
        this.job = job;
        this.kept = kept;
        this.ready = kept.of(job.source(), job.frames(), own);
        this.preprocessor = new Preprocessor(own);
        for (Preprocessing next : job.next()) {
            // One that is missing for a network behind has to be decoded here.
            ready.keySet().retainAll(kept.of(job.source(), job.frames(), next).keySet());
            later.add(new Later(next, next.resizesAs(own) ? null : new Preprocessor(next)));
        }
    }

    /** The frames that a decoder has to give. */
    FrameRanges missing() {
        return job.frames()
                .minus(FrameRanges.ofAll(
                        ready.keySet().stream().map(FrameRange::single).toList()));
    }

    boolean isReady(int frame) {
        return ready.containsKey(frame);
    }

    /** Resizes a picture, also for those that want it later. @return good until the next one */
    byte[] resize(int frame, RgbPicture picture) {
        byte[] resized = preprocessor.resize(picture);
        for (Later next : later) {
            byte[] own =
                    next.preprocessor() == null ? resized : next.preprocessor().resize(picture);
            kept.keep(job.source(), next.preprocessing(), frame, own);
        }
        return resized;
    }

    /** A picture that {@link #isReady}. */
    byte[] ready(int frame) {
        byte[] resized = ready.get(frame);
        if (resized == null) {
            throw new IllegalArgumentException("Frame " + frame + " is not kept.");
        }
        preprocessor.resized(resized);
        return resized;
    }

    /** Writes the last picture. */
    Preprocessor preprocessor() {
        return preprocessor;
    }
}
