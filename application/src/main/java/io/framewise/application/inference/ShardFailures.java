package io.framewise.application.inference;

import io.framewise.application.UnitOfWork;
import io.framewise.application.inference.Shards.Lease;
import io.framewise.domain.Refusal;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.ShardResult;
import io.framewise.domain.media.FrameRanges;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Decides what becomes of shards that failed: they are tried again, or given up, and their frames with them. */
final class ShardFailures {

    /** Tries of one whose failure will not go away: the second is to find out which of several it is. */
    private static final int GUILTY_TRIES = 2;

    private static final Set<String> GUILTY = Set.of("network-crashed", "media-crashed");
    private static final int MOST_DOUBLINGS = 6;

    private final UnitOfWork unitOfWork;
    private final InferenceRuns runs;
    private final Shards shards;
    private final DeriveLabels deriveLabels;
    private final FrameChoice choice;
    private final RunEnding ending;
    private final int tries;
    private final Duration pause;

    /**
     * @param tries of a shard, at most
     * @param pause before the second try; doubled before each further one
     */
    ShardFailures(
            UnitOfWork unitOfWork,
            InferenceRuns runs,
            Shards shards,
            DeriveLabels deriveLabels,
            FrameChoice choice,
            RunEnding ending,
            int tries,
            Duration pause) {
        this.unitOfWork = unitOfWork;
        this.runs = runs;
        this.shards = shards;
        this.deriveLabels = deriveLabels;
        this.choice = choice;
        this.ending = ending;
        this.tries = tries;
        this.pause = pause;
    }

    void of(InferenceRun run, Collection<Lease> leases, RuntimeException cause) {
        boolean guilty = cause instanceof Refusal.Unavailable refusal && GUILTY.contains(refusal.code());
        int most = guilty ? Math.min(GUILTY_TRIES, tries) : tries;
        for (Lease lease : leases) {
            if (lease.failures() + 1 >= most) {
                giveUp(run, lease, reason(lease, cause));
            } else {
                Duration wait =
                        guilty ? Duration.ZERO : pause.multipliedBy(1L << Math.min(lease.failures(), MOST_DOUBLINGS));
                unitOfWork.run(() -> shards.retryLater(lease, reason(lease, cause), wait));
            }
        }
    }

    /** @return those that may be tried; what has been tried enough, though no worker came back to say so, is given up */
    List<Lease> triable(InferenceRun run, List<Lease> leases) {
        List<Lease> triable = new ArrayList<>();
        for (Lease lease : leases) {
            if (lease.failures() < tries) {
                triable.add(lease);
            } else {
                giveUp(run, lease, "The workers that had this part of the run were lost again and again.");
            }
        }
        return triable;
    }

    private static String reason(Lease lease, RuntimeException cause) {
        return cause instanceof Refusal
                ? String.valueOf(cause.getMessage())
                : "It failed " + (lease.failures() + 1) + " times, at last with: " + cause;
    }

    private void giveUp(InferenceRun run, Lease lease, String reason) {
        try {
            unitOfWork.run(() -> {
                FrameChoice.Frames frames =
                        choice.of(run.request(), List.of(lease.shard().frames()));
                ShardResult nothing = new ShardResult(
                        lease.shard(),
                        frames.kept(),
                        frames.gatedOut(),
                        frames.eligible()
                                .frames()
                                .mapToObj(frame -> new ShardResult.Failure(frame, reason))
                                .toList(),
                        FrameRanges.NONE,
                        new float[0]);
                if (deriveLabels.first(run, nothing)) {
                    if (!shards.giveUp(lease, reason)) {
                        throw new VoidLeaseException(lease);
                    }
                    ending.failIfHopeless(runs.lock(run.id()));
                }
            });
        } catch (VoidLeaseException late) {
            // Whoever has the shard now decides.
        }
    }
}
