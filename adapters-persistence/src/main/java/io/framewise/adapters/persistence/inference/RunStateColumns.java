package io.framewise.adapters.persistence.inference;

import static java.util.Objects.requireNonNull;

import io.framewise.domain.inference.OutcomeCounts;
import io.framewise.domain.inference.RunOutcome;
import io.framewise.domain.inference.RunState;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** Where a run is in its life, and what it came to; the columns of states that it is not in are null. */
@Embeddable
class RunStateColumns {

    @Column(name = "state")
    String name;

    @Nullable
    Instant startedAt;

    @Nullable
    Instant finishedAt;

    @Nullable
    String reason;

    @Nullable
    Double outcomeConfidence;

    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    OptionThresholds outcomeConfidencePerFeature;

    @Nullable
    Integer labelled;

    @Nullable
    Integer belowThreshold;

    @Nullable
    Integer unmapped;

    @Nullable
    Integer kept;

    @Nullable
    Integer gatedOut;

    @Nullable
    Integer failed;

    @Nullable
    Integer reused;

    int held;

    int outcomeSmoothing = 1;

    @Nullable
    String deviceUsed;

    @Nullable
    String engine;

    @Nullable
    String engineVersion;

    @Nullable
    String form;

    @Nullable
    Integer duplicates;

    @Nullable
    Long decodeMillis;

    @Nullable
    Long inferMillis;

    static RunStateColumns of(RunState state) {
        RunStateColumns columns = new RunStateColumns();
        columns.name = state.name();
        if (state instanceof RunState.Running running) {
            columns.setRunning(running);
        } else if (state instanceof RunState.Paused paused) {
            paused.running().ifPresent(columns::setRunning);
        } else if (state instanceof RunState.Finished finished) {
            columns.startedAt = finished.startedAt().orElse(null);
            columns.finishedAt = finished.finishedAt();
            columns.setOutcome(finished.outcome());
        }
        if (state instanceof RunState.Failed failed) {
            // PostgreSQL has no text with the code point 0; a native library's message may.
            columns.reason = failed.reason().replace('\0', ' ');
        }
        return columns;
    }

    RunState toState() {
        Optional<Instant> started = Optional.ofNullable(startedAt);
        return switch (name) {
            case "queued" -> new RunState.Queued();
            case "running" -> new RunState.Running(requireNonNull(startedAt), execution());
            case "paused" -> new RunState.Paused(started.map(when -> new RunState.Running(when, execution())));
            case "succeeded" -> new RunState.Succeeded(started, requireNonNull(finishedAt), outcome());
            case "failed" ->
                new RunState.Failed(started, requireNonNull(finishedAt), outcome(), requireNonNull(reason));
            case "cancelled" -> new RunState.Cancelled(started, requireNonNull(finishedAt), outcome());
            default -> throw new IllegalStateException("A run cannot be " + name + ".");
        };
    }

    private void setRunning(RunState.Running running) {
        startedAt = running.startedAt();
        running.execution().ifPresent(this::setExecution);
    }

    private void setOutcome(RunOutcome outcome) {
        outcomeConfidence = outcome.thresholds().confidence().value();
        outcomeConfidencePerFeature = OptionThresholds.of(outcome.thresholds());
        outcomeSmoothing = outcome.thresholds().smoothing();
        OutcomeCounts counts = outcome.counts();
        labelled = counts.labelled();
        belowThreshold = counts.belowThreshold();
        unmapped = counts.unmapped();
        kept = counts.kept();
        gatedOut = counts.gatedOut();
        failed = counts.failed();
        reused = counts.reused();
        held = counts.held();
        outcome.execution().ifPresent(this::setExecution);
    }

    private void setExecution(RunOutcome.Execution execution) {
        deviceUsed = execution.device();
        engine = execution.engine();
        engineVersion = execution.engineVersion();
        form = execution.form();
        duplicates = execution.duplicates();
        decodeMillis = execution.decodeMillis();
        inferMillis = execution.inferMillis();
    }

    private RunOutcome outcome() {
        return new RunOutcome(
                requireNonNull(outcomeConfidencePerFeature).beside(requireNonNull(outcomeConfidence), outcomeSmoothing),
                new OutcomeCounts(
                        requireNonNull(labelled),
                        requireNonNull(belowThreshold),
                        requireNonNull(unmapped),
                        requireNonNull(kept),
                        requireNonNull(gatedOut),
                        requireNonNull(failed),
                        requireNonNull(reused),
                        held),
                execution());
    }

    private Optional<RunOutcome.Execution> execution() {
        return Optional.ofNullable(deviceUsed)
                .map(device -> new RunOutcome.Execution(
                        device,
                        requireNonNull(engine),
                        requireNonNull(engineVersion),
                        requireNonNull(form),
                        requireNonNull(duplicates),
                        requireNonNull(decodeMillis),
                        requireNonNull(inferMillis)));
    }
}
