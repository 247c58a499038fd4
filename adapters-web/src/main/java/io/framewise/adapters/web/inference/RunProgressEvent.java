package io.framewise.adapters.web.inference;

import io.framewise.application.inference.RunInference;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.inference.OutcomeCounts;
import io.framewise.domain.inference.RunState;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Data of a {@code progress} event. */
@Schema(name = "ProgressEvent")
record RunProgressEvent(
        InferenceRunId id,

        @Schema(enumeration = {"queued", "running", "paused", "succeeded", "failed", "cancelled"})
        String state,

        @Schema(description = "Frames of the range.") int frames,

        @Schema(description = "Frames that are classified or passed over.")
        int done,

        @Schema(description = "Of the frames of finished shards.")
        OutcomeCounts counts,

        @Schema(description = "Over the last seconds, of a running run.") @Nullable
        Double framesPerSecond,

        @Schema(description = "At that speed.") @Nullable Double secondsLeft)
        implements ProgressStream.Progress {

    static RunProgressEvent of(RunInference.Status status, Speed speed) {
        RunState state = status.run().state();
        int frames = status.progress().frames();
        int done = status.progress().done();
        Double rate = state instanceof RunState.Running ? speed.framesPerSecond(done) : null;
        return new RunProgressEvent(
                status.run().id(),
                state.name(),
                frames,
                done,
                status.counts(),
                rate,
                rate == null || rate == 0 ? null : (frames - done) / rate);
    }

    @Override
    public boolean isLast() {
        return switch (state) {
            case "queued", "running", "paused" -> false;
            default -> true;
        };
    }

    /** Whether a listener that knows the other one learns something from this one. */
    boolean isNews(RunProgressEvent told) {
        return !eventId().equals(told.eventId());
    }

    @Override
    public String eventId() {
        return id + ":" + state + ":" + done;
    }

    @Override
    public OutboundSseEvent event(Sse sse) {
        return sse.newEventBuilder()
                .name("progress")
                .id(eventId())
                .data(RunProgressEvent.class, this)
                .build();
    }
}
