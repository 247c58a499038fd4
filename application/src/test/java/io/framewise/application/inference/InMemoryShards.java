package io.framewise.application.inference;

import io.framewise.application.InMemoryUnitOfWork;
import io.framewise.application.Table;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.inference.Shard;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

public final class InMemoryShards implements Shards {

    private enum State {
        WAITING,
        TAKEN,
        DONE,
        FAILED
    }

    private record Key(InferenceRunId run, int number) {}

    private record Row(
            InferenceRunId run,
            Shard shard,
            State state,
            @Nullable UUID slot,
            int attempt,
            int failures,
            Instant due,
            int framesDone,
            String reason,
            int losses,
            @Nullable Instant doneAt) {

        Row in(State next, @Nullable UUID by, int frames) {
            return new Row(
                    run,
                    shard,
                    next,
                    by,
                    attempt,
                    failures,
                    due,
                    frames,
                    reason,
                    losses,
                    next == State.DONE ? Instant.now() : null);
        }

        Row taken(UUID by) {
            return new Row(run, shard, State.TAKEN, by, attempt + 1, failures, due, 0, reason, losses, null);
        }

        Row failed(State next, int times, Instant when, String why) {
            int frames = next == State.FAILED ? shard.frames().count() : 0;
            return new Row(run, shard, next, null, attempt, times, when, frames, why, times == 0 ? 0 : losses, null);
        }

        Row lost() {
            int times = failures + (losses >= FORGIVEN_LOSSES ? 1 : 0);
            return new Row(run, shard, State.WAITING, null, attempt, times, due, 0, reason, losses + 1, null);
        }

        Lease lease() {
            return new Lease(run, shard, attempt, failures);
        }
    }

    private final Table<Key, Row> rows;

    public InMemoryShards(InMemoryUnitOfWork unitOfWork) {
        rows = unitOfWork.table();
    }

    @Override
    public void add(InferenceRunId run, List<Shard> plan) {
        for (Shard shard : plan) {
            rows.add(
                    new Key(run, shard.number()),
                    new Row(run, shard, State.WAITING, null, 0, 0, Instant.now(), 0, "", 0, null));
        }
    }

    @Override
    public List<Lease> take(InferenceRunId run, Optional<InferenceRunId> after, UUID slot, int most) {
        of(run, row -> slot.equals(row.slot())).toList().forEach(row -> put(row.lost()));
        Instant now = Instant.now();
        List<Row> due = of(
                        run, row -> row.state() == State.WAITING && !row.due().isAfter(now) && isReady(row, after))
                .limit(most)
                .toList();
        List<Lease> leases = new ArrayList<>();
        for (Row row : due) {
            if (row.failures() > 0 && !leases.isEmpty()) {
                break;
            }
            Row taken = row.taken(slot);
            put(taken);
            leases.add(taken.lease());
            if (row.failures() > 0) {
                break;
            }
        }
        return leases;
    }

    @Override
    public void report(Lease lease, int frames) {
        change(lease, row -> row.in(State.TAKEN, row.slot(), frames));
    }

    @Override
    public boolean done(Lease lease) {
        return change(
                lease, row -> row.in(State.DONE, null, row.shard().frames().count()));
    }

    @Override
    public List<Done> pace(InferenceRunId run) {
        return of(run, row -> row.state() == State.DONE)
                .map(row -> new Done(row.shard().frames(), Objects.requireNonNull(row.doneAt())))
                .sorted(Comparator.comparing(Done::at))
                .toList();
    }

    @Override
    public boolean retryLater(Lease lease, String reason, Duration pause) {
        return change(
                lease,
                row -> row.failed(
                        State.WAITING, row.failures() + 1, Instant.now().plus(pause), reason));
    }

    @Override
    public boolean giveUp(Lease lease, String reason) {
        return change(lease, row -> row.failed(State.FAILED, row.failures() + 1, Instant.now(), reason));
    }

    @Override
    public void release(Lease lease) {
        change(lease, row -> row.in(State.WAITING, null, 0));
    }

    @Override
    public List<Shard> reopen(InferenceRunId run) {
        List<Row> failed = of(run, row -> row.state() == State.FAILED).toList();
        failed.forEach(row -> put(row.failed(State.WAITING, 0, Instant.now(), "")));
        return failed.stream().map(Row::shard).toList();
    }

    @Override
    public List<Shard> reopenAfter(InferenceRunId run, InferenceRunId before) {
        List<Row> again = of(
                        run,
                        row -> row.state() == State.FAILED
                                || row.state() != State.WAITING
                                        && rows.find(new Key(before, row.shard().number()))
                                                .filter(other -> other.state() == State.WAITING)
                                                .isPresent())
                .toList();
        again.forEach(row -> put(row.failed(State.WAITING, 0, Instant.now(), "")));
        return again.stream().map(Row::shard).toList();
    }

    private boolean isReady(Row row, Optional<InferenceRunId> after) {
        return after.flatMap(before -> rows.find(new Key(before, row.shard().number())))
                .filter(before -> before.state() == State.WAITING || before.state() == State.TAKEN)
                .isEmpty();
    }

    @Override
    public Open open(InferenceRunId run, Optional<InferenceRunId> after) {
        List<Row> waiting = of(run, row -> row.state() == State.WAITING).toList();
        Instant now = Instant.now();
        Optional<Duration> pause = waiting.stream()
                .filter(row -> isReady(row, after))
                .map(row -> Duration.between(now, row.due()))
                .min(Comparator.naturalOrder())
                .map(first -> first.isNegative() ? Duration.ZERO : first);
        int taken = (int) of(run, row -> row.state() == State.TAKEN).count();
        return new Open(waiting.size(), taken, pause);
    }

    @Override
    public int framesDone(InferenceRunId run) {
        return of(run, row -> true).mapToInt(Row::framesDone).sum();
    }

    @Override
    public Failed failed(InferenceRunId run) {
        List<Row> failed = of(run, row -> row.state() == State.FAILED).toList();
        return new Failed(failed.size(), failed.isEmpty() ? "" : failed.get(0).reason());
    }

    private Stream<Row> of(InferenceRunId run, Predicate<Row> condition) {
        return rows.all().stream()
                .filter(row -> row.run().equals(run) && condition.test(row))
                .sorted(Comparator.comparing(row -> row.shard().number()));
    }

    private boolean change(Lease lease, UnaryOperator<Row> change) {
        Optional<Row> mine = rows.find(new Key(lease.run(), lease.shard().number()))
                .filter(row -> row.state() == State.TAKEN && row.attempt() == lease.attempt());
        mine.ifPresent(row -> put(change.apply(row)));
        return mine.isPresent();
    }

    private void put(Row row) {
        rows.put(new Key(row.run(), row.shard().number()), row);
    }
}
