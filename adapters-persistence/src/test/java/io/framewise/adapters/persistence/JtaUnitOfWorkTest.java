package io.framewise.adapters.persistence;

import static io.framewise.domain.Fixtures.NOW;
import static io.framewise.domain.Fixtures.aProject;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framewise.application.Stores;
import io.framewise.application.UnitOfWorkContract;
import io.framewise.domain.Refusal;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.project.Project;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
class JtaUnitOfWorkTest extends UnitOfWorkContract {

    @Inject
    Stores stores;

    @Override
    protected Stores stores() {
        return stores;
    }

    @Test
    void workInsideWorkIsPartOfTheOuterTransaction() {
        Project project = aProject();

        assertThatThrownBy(() -> inTransaction(() -> {
                    inTransaction(() -> stores.projects().add(project));
                    throw new IllegalStateException("after the inner work");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThatThrownBy(() -> inTransaction(() -> stores.projects().get(project.id())))
                .isInstanceOf(Refusal.NotFound.class);
    }

    @Test
    void whenWorkInsideWorkFailsNothingIsStored() {
        Project project = aProject();

        assertThatThrownBy(() -> inTransaction(() -> {
                    stores.projects().add(project);
                    assertThatThrownBy(() -> inTransaction(() -> {
                                throw new IllegalStateException("inner work");
                            }))
                            .isInstanceOf(IllegalStateException.class);
                }))
                .isInstanceOf(RuntimeException.class);

        assertThatThrownBy(() -> inTransaction(() -> stores.projects().get(project.id())))
                .isInstanceOf(Refusal.NotFound.class);
    }

    @Test
    void aReadSeesWhatAnotherTransactionHasCommittedSinceTheLastRead() throws Exception {
        InferenceRun run = storedRun();
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            List<String> states = inTransaction(() -> {
                String before = stores.runs().get(run.id()).state().name();
                Future<?> started =
                        other.submit(() -> inTransaction(() -> stores.runs().save(run.start(NOW))));
                await(started);
                return List.of(
                        before,
                        stores.runs().get(run.id()).state().name(),
                        stores.runs().lock(run.id()).state().name());
            });

            assertThat(states).containsExactly("queued", "running", "running");
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void workThatEndedInADeadlockIsDoneAgain() throws Exception {
        Project project = storedProject();
        DataUnit one = storedVideo(project);
        DataUnit other = storedVideo(project);
        AtomicInteger attempts = new AtomicInteger();
        CyclicBarrier bothHaveTheFirst = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<?> forwards = threads.submit(() -> lockBoth(one, other, attempts, bothHaveTheFirst));
            Future<?> backwards = threads.submit(() -> lockBoth(other, one, attempts, bothHaveTheFirst));

            forwards.get();
            backwards.get();

            assertThat(attempts).hasValueGreaterThanOrEqualTo(3);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aTextThatPostgresCannotStoreIsRefused() {
        Project project = aProject("A\0B", NOW);

        assertThatThrownBy(() -> inTransaction(() -> stores.projects().add(project)))
                .isInstanceOfSatisfying(
                        Refusal.Invalid.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("text-not-storable"));
    }

    private void lockBoth(DataUnit first, DataUnit second, AtomicInteger attempts, CyclicBarrier barrier) {
        boolean[] again = {false};
        inTransaction(() -> {
            attempts.incrementAndGet();
            stores.dataUnits().lock(first.id());
            if (!again[0]) {
                again[0] = true;
                await(barrier);
            }
            stores.dataUnits().lock(second.id());
        });
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(Future<?> done) {
        try {
            done.get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
