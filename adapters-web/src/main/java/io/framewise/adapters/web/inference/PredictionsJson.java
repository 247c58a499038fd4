package io.framewise.adapters.web.inference;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.framewise.domain.inference.ShardResult;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a run found on some of its frames. */
@Schema(name = "Predictions")
record PredictionsJson(
        FrameRange frameRange,

        @Schema(description = "By frame; frames of shards that are not finished are missing.")
        List<Frame> frames) {

    /** One frame. */
    @Schema(name = "Prediction")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Frame(
            int frame,

            @Schema(
                    enumeration = {"classified", "held", "failed", "kept", "gatedOut"},
                    description = "What became of the frame when the run came to it.")
            String outcome,

            @Schema(description = "Of a classified frame, by feature; they add up to 1.") @Nullable
            Map<String, Float> probabilities,

            @Schema(description = "Of a held frame: the sampled frame whose answer it has.") @Nullable
            Integer heldFrom,

            @Schema(description = "Why it failed, for people.") @Nullable
            String reason) {}

    static PredictionsJson of(FrameRange range, List<String> features, List<ShardResult> shards) {
        List<Frame> frames = new ArrayList<>();
        for (ShardResult shard : shards) {
            addAll(frames, "kept", shard.kept().intersect(range));
            addAll(frames, "gatedOut", shard.gatedOut().intersect(range));
            for (ShardResult.Failure failure : shard.failures()) {
                if (range.contains(failure.frame())) {
                    frames.add(new Frame(failure.frame(), "failed", null, null, failure.reason()));
                }
            }
            addClassified(frames, range, features, shard);
            for (FrameRange held : shard.held().ranges()) {
                FrameRanges.of(held)
                        .intersect(range)
                        .frames()
                        .forEach(frame -> frames.add(new Frame(frame, "held", null, held.first() - 1, null)));
            }
        }
        frames.sort(Comparator.comparingInt(Frame::frame));
        return new PredictionsJson(range, frames);
    }

    private static void addAll(List<Frame> frames, String outcome, FrameRanges ranges) {
        ranges.frames().forEach(frame -> frames.add(new Frame(frame, outcome, null, null, null)));
    }

    private static void addClassified(List<Frame> frames, FrameRange range, List<String> features, ShardResult shard) {
        int row = 0;
        for (int frame : shard.classified().frames().toArray()) {
            if (range.contains(frame)) {
                frames.add(new Frame(frame, "classified", byFeature(features, shard.probabilities(row)), null, null));
            }
            row++;
        }
    }

    private static Map<String, Float> byFeature(List<String> features, float[] probabilities) {
        Map<String, Float> named = new LinkedHashMap<>();
        for (int i = 0; i < features.size(); i++) {
            named.put(features.get(i), probabilities[i]);
        }
        return named;
    }
}
