package io.framewise.application.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.application.StoresContract;
import io.framewise.application.inference.Shards.Failed;
import io.framewise.application.inference.Shards.Lease;
import io.framewise.application.inference.Shards.Open;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.Shard;
import io.framewise.domain.media.FrameRange;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What every store of {@link Shards} does. */
public abstract class ShardsContract extends StoresContract {

    private static final Shard FIRST = new Shard(0, new FrameRange(0, 9));
    private static final Shard SECOND = new Shard(1, new FrameRange(10, 29));
    private static final Shard THIRD = new Shard(2, new FrameRange(30, 99));
    private static final UUID SLOT = new UUID(0, 1);
    private static final UUID OTHER_SLOT = new UUID(0, 2);

    @Test
    void shardsAreTakenInFrameOrderAndEachByOneSlot() {
        InferenceRun run = planned();

        List<Lease> first = take(run, SLOT, 2);
        List<Lease> second = take(run, OTHER_SLOT, 2);

        assertThat(first).extracting(Lease::shard).containsExactly(FIRST, SECOND);
        assertThat(second).containsExactly(new Lease(run.id(), THIRD, 1, 0));
        assertThat(open(run)).isEqualTo(new Open(0, 3, Optional.empty()));
    }

    @Test
    void aShardWithWhichWorkersAreLostAgainAndAgainHasFailed() {
        InferenceRun run = planned();
        for (int loss = 0; loss < Shards.FORGIVEN_LOSSES; loss++) {
            assertThat(take(run, SLOT, 2)).hasSize(2).allMatch(lease -> lease.failures() == 0);
        }
        take(run, SLOT, 2);

        List<Lease> suspected = take(run, SLOT, 2);

        assertThat(suspected).containsExactly(new Lease(run.id(), FIRST, Shards.FORGIVEN_LOSSES + 2, 1));
        assertThat(take(run, SLOT, 2)).containsExactly(new Lease(run.id(), FIRST, Shards.FORGIVEN_LOSSES + 3, 2));
    }

    @Test
    void aShardThatComesAfterThatOfAnotherRunIsTakenWhenTheOtherHasEnded() {
        InferenceRun before = planned();
        InferenceRun run = planned();
        List<Lease> leases = take(before, SLOT, 2);
        holds(shards -> shards.done(leases.get(0)));
        holds(shards -> shards.giveUp(leases.get(1), "It is broken."));

        List<Lease> taken = takeAfter(run, before, 3);

        assertThat(taken).extracting(Lease::shard).containsExactly(FIRST, SECOND);
        assertThat(takeAfter(run, before, 3)).extracting(Lease::shard).containsExactly(FIRST, SECOND);
    }

    @Test
    void whatWaitsForAnotherRunIsNoReasonToComeBack() {
        InferenceRun before = planned();
        InferenceRun run = planned();
        Lease lease = take(before, SLOT, 1).get(0);

        assertThat(openAfter(run, before)).isEqualTo(new Open(3, 0, Optional.empty()));
        holds(shards -> shards.done(lease));
        assertThat(openAfter(run, before)).isEqualTo(new Open(3, 0, Optional.of(Duration.ZERO)));
    }

    @Test
    void whenShardsWaitAgainThoseAfterThemDoToo() {
        InferenceRun before = planned();
        InferenceRun run = planned();
        List<Lease> first = take(before, SLOT, 3);
        holds(shards -> shards.giveUp(first.get(0), "It is broken."));
        holds(shards -> shards.giveUp(first.get(1), "It is broken."));
        holds(shards -> shards.done(first.get(2)));
        List<Lease> second = takeAfter(run, before, 3);
        holds(shards -> shards.done(second.get(0)));
        holds(shards -> shards.done(second.get(2)));
        inTransaction(() -> stores().shards().reopen(before.id()));

        List<Shard> reopened = inTransaction(() -> stores().shards().reopenAfter(run.id(), before.id()));

        assertThat(reopened).containsExactly(FIRST, SECOND);
        assertThat(holds(shards -> shards.done(second.get(1)))).isFalse();
        assertThat(openAfter(run, before)).isEqualTo(new Open(2, 0, Optional.empty()));
    }

    @Test
    void whatFailedAfterAnotherRunWaitsAgainAsWell() {
        InferenceRun before = planned();
        InferenceRun run = planned();
        take(before, SLOT, 3).forEach(lease -> holds(shards -> shards.done(lease)));
        Lease lease = takeAfter(run, before, 1).get(0);
        holds(shards -> shards.giveUp(lease, "It is broken."));

        assertThat(inTransaction(() -> stores().shards().reopenAfter(run.id(), before.id())))
                .containsExactly(FIRST);
        assertThat(takeAfter(run, before, 1)).containsExactly(new Lease(run.id(), FIRST, 2, 0));
    }

    @Test
    void theShardsOfAnotherRunAreItsOwn() {
        InferenceRun run = planned();
        InferenceRun other = planned();
        take(run, SLOT, 3);

        assertThat(take(other, SLOT, 1)).containsExactly(new Lease(other.id(), FIRST, 1, 0));
        assertThat(open(run).taken()).isEqualTo(3);
    }

    @Test
    void aShardThatIsDoneIsNotTakenAgain() {
        InferenceRun run = planned();
        Lease lease = take(run, SLOT, 1).get(0);

        assertThat(holds(shards -> shards.done(lease))).isTrue();

        assertThat(take(run, SLOT, 3)).extracting(Lease::shard).containsExactly(SECOND, THIRD);
        assertThat(framesDone(run)).isEqualTo(10);
    }

    @Test
    void itIsKnownWhenEachShardWasDone() {
        InferenceRun run = planned();
        List<Lease> leases = take(run, SLOT, 3);
        holds(shards -> shards.done(leases.get(1)));
        holds(shards -> shards.done(leases.get(0)));

        List<Shards.Done> pace = in(shards -> shards.pace(run.id()));
        assertThat(pace)
                .isSortedAccordingTo(Comparator.comparing(Shards.Done::at))
                .extracting(Shards.Done::frameRange)
                .containsExactly(SECOND.frames(), leases.get(0).shard().frames());
    }

    @Test
    void aLeaseIsVoidWhenTheShardIsTakenAgain() {
        InferenceRun run = planned();
        Lease old = take(run, SLOT, 1).get(0);

        Lease now = take(run, SLOT, 1).get(0);

        assertThat(now).isEqualTo(new Lease(run.id(), FIRST, 2, 0));
        assertThat(holds(shards -> shards.done(old))).isFalse();
        assertThat(holds(shards -> shards.retryLater(old, "Late.", Duration.ZERO)))
                .isFalse();
        assertThat(holds(shards -> shards.giveUp(old, "Late."))).isFalse();
        assertThat(holds(shards -> shards.done(now))).isTrue();
        assertThat(holds(shards -> shards.done(now))).as("twice").isFalse();
    }

    @Test
    void aLeaseIsVoidWhenItsShardWasReleased() {
        InferenceRun run = planned();
        Lease lease = take(run, SLOT, 1).get(0);

        in(shards -> {
            shards.release(lease);
            return true;
        });

        assertThat(holds(shards -> shards.done(lease))).isFalse();
        Lease now = take(run, OTHER_SLOT, 1).get(0);
        assertThat(now).isEqualTo(new Lease(run.id(), FIRST, 2, 0));
        in(shards -> {
            shards.release(lease);
            return true;
        });
        assertThat(holds(shards -> shards.done(now)))
                .as("a void lease releases nothing")
                .isTrue();
    }

    @Test
    void progressCountsFramesUnderWayAndForgetsThoseOfAVoidLease() {
        InferenceRun run = planned();
        List<Lease> leases = take(run, SLOT, 2);
        in(shards -> shards.done(leases.get(0)));

        in(shards -> {
            shards.report(leases.get(1), 7);
            return true;
        });
        assertThat(framesDone(run)).isEqualTo(17);

        take(run, SLOT, 1);
        in(shards -> {
            shards.report(leases.get(1), 9);
            return true;
        });
        assertThat(framesDone(run)).isEqualTo(10);
    }

    @Test
    void aShardThatFailedWaitsAndIsThenTakenAlone() {
        InferenceRun run = planned();
        List<Lease> leases = take(run, SLOT, 3);

        leases.forEach(lease -> in(shards -> shards.retryLater(lease, "Hiccup.", Duration.ZERO)));

        assertThat(take(run, SLOT, 3)).containsExactly(new Lease(run.id(), FIRST, 2, 1));
    }

    @Test
    void aShardIsNotTakenBeforeItsPauseIsOver() {
        InferenceRun run = planned();
        Lease lease = take(run, SLOT, 1).get(0);
        in(shards -> shards.retryLater(lease, "Hiccup.", Duration.ofHours(1)));

        assertThat(take(run, SLOT, 1)).extracting(Lease::shard).containsExactly(SECOND);
        for (int left = 0; left < 2; left++) {
            Lease other = take(run, SLOT, 1).get(0);
            in(shards -> shards.done(other));
        }

        Open open = open(run);
        assertThat(open.waiting()).isEqualTo(1);
        assertThat(open.pause().orElseThrow()).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
    }

    @Test
    void shardsThatWereGivenUpAreKnownAndCanBeReopened() {
        InferenceRun run = planned();
        List<Lease> leases = take(run, SLOT, 3);
        in(shards -> shards.done(leases.get(0)));
        in(shards -> shards.giveUp(leases.get(1), "Broken."));
        in(shards -> shards.giveUp(leases.get(2), "Broken, too."));
        assertThat(failed(run)).isEqualTo(new Failed(2, "Broken."));
        assertThat(framesDone(run)).isEqualTo(100);
        assertThat(open(run)).isEqualTo(new Open(0, 0, Optional.empty()));

        List<Shard> reopened = in(shards -> shards.reopen(run.id()));

        assertThat(reopened).containsExactly(SECOND, THIRD);
        assertThat(failed(run)).isEqualTo(new Failed(0, ""));
        assertThat(take(run, SLOT, 3)).extracting(Lease::failures).containsExactly(0, 0);
        assertThat(framesDone(run)).isEqualTo(10);
    }

    @Test
    void aRunWithoutShardsHasNothingOpen() {
        InferenceRun run = storedRun();

        assertThat(open(run)).isEqualTo(new Open(0, 0, Optional.empty()));
        assertThat(take(run, SLOT, 2)).isEmpty();
        assertThat(framesDone(run)).isZero();
    }

    private InferenceRun planned() {
        InferenceRun run = storedRun();
        inTransaction(() -> stores().shards().add(run.id(), List.of(FIRST, SECOND, THIRD)));
        return run;
    }

    private List<Lease> take(InferenceRun run, UUID slot, int most) {
        return in(shards -> shards.take(run.id(), Optional.empty(), slot, most));
    }

    private List<Lease> takeAfter(InferenceRun run, InferenceRun before, int most) {
        return in(shards -> shards.take(run.id(), Optional.of(before.id()), SLOT, most));
    }

    private Open openAfter(InferenceRun run, InferenceRun before) {
        return in(shards -> shards.open(run.id(), Optional.of(before.id())));
    }

    private Open open(InferenceRun run) {
        return in(shards -> shards.open(run.id(), Optional.empty()));
    }

    private boolean holds(Predicate<Shards> work) {
        return inTransaction(() -> work.test(stores().shards()));
    }

    private int framesDone(InferenceRun run) {
        return in(shards -> shards.framesDone(run.id()));
    }

    private Failed failed(InferenceRun run) {
        return in(shards -> shards.failed(run.id()));
    }

    private <T> T in(Function<Shards, T> work) {
        return inTransaction(() -> work.apply(stores().shards()));
    }
}
