package io.framewise.application.inference;

import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.model.ModelId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Classifies as a test says: by default every frame is the first feature, at 0.9. Things may happen right before a
 * frame is classified.
 */
public final class ScriptedFrameClassifier implements FrameClassifier {

    private static final int BATCH = 4;

    private final List<Job> jobs = new ArrayList<>();
    private final Map<Integer, Runnable> happenings = new HashMap<>();
    private final Map<Integer, Runnable> troubles = new HashMap<>();
    private Runnable windingDown = () -> {};
    private IntFunction<float[]> probabilities = frame -> new float[] {0.9f, 0.1f};
    private final Map<ModelId, IntFunction<float[]>> byModel = new HashMap<>();
    private FrameRanges undecodable = FrameRanges.NONE;

    /** @param says the probabilities of a frame; missing features get 0 */
    public void says(IntFunction<float[]> says) {
        this.probabilities = says;
    }

    /** As {@link #says(IntFunction)}, of one model. */
    public void says(ModelId model, IntFunction<float[]> says) {
        byModel.put(model, says);
    }

    public void cannotDecode(FrameRanges frames) {
        this.undecodable = frames;
    }

    /** Something happens, once, right before a frame is classified; what it throws comes out. */
    public void before(int frame, Runnable happening) {
        happenings.put(frame, happening);
    }

    /** As {@link #before}, each time. */
    public void always(int frame, Runnable trouble) {
        troubles.put(frame, trouble);
    }

    /** Something happens each time after the classifier was told to stop and before it has. */
    public void whileStopping(Runnable happening) {
        windingDown = happening;
    }

    /** No trouble any more. */
    public void calm() {
        troubles.clear();
    }

    /** All frames of the jobs from one on, in the order in which they came. */
    public FrameRanges framesFrom(int job) {
        return jobs.stream().skip(job).map(Job::frames).reduce(FrameRanges.NONE, FrameRanges::union);
    }

    public List<Job> jobs() {
        return jobs;
    }

    @Override
    public Report classify(Job job, Sink sink) {
        jobs.add(job);
        List<Result> batch = new ArrayList<>();
        for (int frame : job.frames().frames().toArray()) {
            Runnable happening = happenings.remove(frame);
            if (happening != null) {
                happening.run();
            }
            troubles.getOrDefault(frame, () -> {}).run();
            batch.add(result(job, frame));
            if (batch.size() == BATCH) {
                if (!sink.accept(List.copyOf(batch))) {
                    windingDown.run();
                    return report();
                }
                batch.clear();
            }
        }
        if (!batch.isEmpty()) {
            sink.accept(batch);
        }
        return report();
    }

    private Result result(Job job, int frame) {
        return undecodable.contains(frame)
                ? new Result.Failed(frame, "Frame " + frame + " is damaged.")
                : new Result.Classified(
                        frame,
                        Arrays.copyOf(
                                byModel.getOrDefault(job.iteration().modelId(), probabilities)
                                        .apply(frame),
                                job.features()));
    }

    private static Report report() {
        return new Report("PyTorch", "2.7.1", "folded", 3, 1200, 3400);
    }
}
