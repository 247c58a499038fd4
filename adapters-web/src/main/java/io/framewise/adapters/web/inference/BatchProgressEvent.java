package io.framewise.adapters.web.inference;

import io.framewise.application.inference.ControlBatches;
import io.framewise.domain.inference.InferenceBatchId;
import io.framewise.domain.inference.OutcomeCounts;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Data of a {@code progress} event of a batch. */
@Schema(name = "BatchProgressEvent")
record BatchProgressEvent(
        InferenceBatchId id,

        @Schema(description = "Number of runs by the name of their state.")
        Map<String, Integer> runs,

        @Schema(description = "Of all runs.") long frames,

        @Schema(description = "Frames that are classified or passed over.")
        long done,

        @Schema(description = "Of the frames of finished shards.")
        OutcomeCounts counts,

        @Schema(description = "Over the last seconds.") @Nullable
        Double framesPerSecond,

        @Schema(description = "At that speed.") @Nullable Double secondsLeft)
        implements ProgressStream.Progress {

    private static final Set<String> UNFINISHED = Set.of("queued", "running", "paused");

    static BatchProgressEvent of(ControlBatches.Status status, Speed speed) {
        long frames = status.tally().frames();
        long done = status.tally().done();
        Double rate = speed.framesPerSecond((int) Math.min(done, Integer.MAX_VALUE));
        return new BatchProgressEvent(
                status.batch().id(),
                new TreeMap<>(status.tally().runs()),
                frames,
                done,
                status.tally().counts(),
                rate,
                rate == null || rate == 0 ? null : (frames - done) / rate);
    }

    @Override
    public boolean isLast() {
        return runs.keySet().stream().noneMatch(UNFINISHED::contains);
    }

    @Override
    public String eventId() {
        return id + ":" + runs.toString().replaceAll("[{} ]", "") + ":" + done;
    }

    @Override
    public OutboundSseEvent event(Sse sse) {
        return sse.newEventBuilder()
                .name("progress")
                .id(eventId())
                .data(BatchProgressEvent.class, this)
                .build();
    }
}
