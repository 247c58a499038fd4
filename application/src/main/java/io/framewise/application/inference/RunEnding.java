package io.framewise.application.inference;

import io.framewise.application.audit.Journal;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.OutcomeCounts;
import io.framewise.domain.inference.RunState;
import io.framewise.domain.inference.ShardResult;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Ends locked runs inside the caller's transaction. */
final class RunEnding {

    /** So many shards fail before one has classified a frame: then the rest is not tried. */
    private static final int HOPELESS = 3;

    private final InferenceRuns runs;
    private final Shards shards;
    private final ShardResults results;
    private final Journal journal;
    private final InstantSource clock;

    RunEnding(InferenceRuns runs, Shards shards, ShardResults results, Journal journal, InstantSource clock) {
        this.runs = runs;
        this.shards = shards;
        this.results = results;
        this.journal = journal;
        this.clock = clock;
    }

    /** When every shard is done or has failed. */
    void finish(InferenceRun run) {
        OutcomeCounts counts = results.counts(run.id());
        if (counts.failed() > 0 && classified(counts) == 0) {
            String reason = failure(run)
                    .map(why -> "No frame could be classified: " + why)
                    .orElse("No frame could be classified.");
            end(run.fail(clock.instant(), reason, counts), counts);
        } else {
            end(run.succeed(clock.instant(), counts), counts);
        }
    }

    /** When nothing but failures has come of the first shards. */
    void failIfHopeless(InferenceRun run) {
        Shards.Failed failed = shards.failed(run.id());
        OutcomeCounts counts = results.counts(run.id());
        if (failed.count() >= HOPELESS && classified(counts) == 0) {
            end(run.fail(clock.instant(), failed.reason(), counts), counts);
        }
    }

    private Optional<String> failure(InferenceRun run) {
        Shards.Failed failed = shards.failed(run.id());
        return failed.count() > 0
                ? Optional.of(failed.reason())
                : results.overlapping(run.id(), run.request().frameRange()).stream()
                        .flatMap(shard -> shard.failures().stream())
                        .map(ShardResult.Failure::reason)
                        .findFirst();
    }

    private static int classified(OutcomeCounts counts) {
        return counts.labelled() + counts.belowThreshold() + counts.unmapped();
    }

    private void end(InferenceRun ended, OutcomeCounts counts) {
        runs.save(ended);
        Map<String, String> details = new HashMap<>(details(counts));
        if (ended.state() instanceof RunState.Failed failed) {
            details.put("reason", failed.reason());
        }
        journal.write(
                ended.request().requester(),
                "inference-run." + ended.state().name(),
                ended.id(),
                ended.request().projectId(),
                details);
    }

    static Map<String, String> details(OutcomeCounts counts) {
        return Map.of(
                "held", Integer.toString(counts.held()),
                "labelled", Integer.toString(counts.labelled()),
                "belowThreshold", Integer.toString(counts.belowThreshold()),
                "unmapped", Integer.toString(counts.unmapped()),
                "kept", Integer.toString(counts.kept()),
                "gatedOut", Integer.toString(counts.gatedOut()),
                "failed", Integer.toString(counts.failed()),
                "reused", Integer.toString(counts.reused()));
    }
}
