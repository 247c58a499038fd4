package io.framewise.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.framewise.domain.Fixtures;
import io.framewise.domain.Refusal;
import io.framewise.domain.Violation;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.RunRequest;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.model.AttachedModel;
import io.framewise.domain.model.Model;
import io.framewise.domain.project.Project;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the contract suites of the stores share. A suite brings the rows that its port needs, all with new ids, and works
 * on a store that holds other rows already.
 */
public abstract class StoresContract {

    protected static final PageRequest FIRST_PAGE = new PageRequest(100, null);

    /** The stores under test; the same ones during one test. */
    protected abstract Stores stores();

    protected <T> T inTransaction(Supplier<T> work) {
        return stores().unitOfWork().run(work);
    }

    protected void inTransaction(Runnable work) {
        stores().unitOfWork().run(work);
    }

    // Rows that other rows point at.

    protected Project storedProject() {
        return stored(Fixtures.aProject());
    }

    protected Project stored(Project project) {
        inTransaction(() -> stores().projects().add(project));
        return project;
    }

    protected DataUnit storedVideo(Project project) {
        return stored(Fixtures.aVideo(project));
    }

    protected DataUnit stored(DataUnit video) {
        inTransaction(() -> stores().dataUnits().add(video, Fixtures.filesOf(video), Fixtures.framesOf(video)));
        return video;
    }

    protected Model stored(Model model) {
        inTransaction(() -> stores().models().add(model));
        return model;
    }

    protected AttachedModel stored(AttachedModel attached) {
        inTransaction(() -> stores().attachedModels().add(attached));
        return attached;
    }

    protected InferenceRun stored(InferenceRun run) {
        inTransaction(() -> stores().runs().add(run, null));
        return run;
    }

    /** A request whose project, video, model and attached model are stored. */
    protected RunRequest storableRequest() {
        Project project = storedProject();
        return storableRequest(project, storedVideo(project));
    }

    protected RunRequest storableRequest(Project project, DataUnit video) {
        Model model = stored(Fixtures.aCarModel());
        return Fixtures.aRequest(project, video, model, stored(Fixtures.attached(project, model)));
    }

    protected InferenceRun storedRun() {
        return stored(Fixtures.aRun(storableRequest()));
    }

    // Lists.

    /** Every item of a list, read page by page. */
    protected <T> List<T> walk(int limit, Function<PageRequest, Page<T>> list) {
        return walk(limit, list, () -> {});
    }

    /** As {@link #walk(int, Function)}; something happens after each of the first three pages. */
    protected <T> List<T> walk(int limit, Function<PageRequest, Page<T>> list, Runnable meanwhile) {
        List<T> items = new ArrayList<>();
        String token = null;
        int pages = 0;
        do {
            PageRequest request = new PageRequest(limit, token);
            Page<T> page = inTransaction(() -> list.apply(request));
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            items.addAll(page.items());
            token = page.nextPageToken();
            assertThat(token == null || !page.items().isEmpty())
                    .as("an empty page is the last")
                    .isTrue();
            if (++pages <= 3) {
                meanwhile.run();
            }
        } while (token != null);
        return items;
    }

    /** Holds a list against tokens that it never gave out. */
    protected <T> void assertRefusesForeignTokens(Function<PageRequest, Page<T>> list) {
        for (String token : List.of("", "nonsense", "%%%", "bm9uc2Vuc2U", "-1;2", "\u0000")) {
            Refusal.Invalid refusal = catchThrowableOfType(
                    Refusal.Invalid.class, () -> inTransaction(() -> list.apply(new PageRequest(2, token))));

            assertThat(refusal).as("page token \"%s\"", token).isNotNull();
            assertThat(refusal.violations()).extracting(Violation::path).containsExactly("/pageToken");
        }
    }

    // Locks.

    /**
     * Runs two transactions that take the same lock at the same time: the second has it only when the first has ended.
     *
     * @param change what the first does with the lock, to be seen by the second
     * @return what the second sees
     */
    protected <T> T secondAfterFirst(Supplier<T> lock, Runnable change) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try {
            Future<?> first = threads.submit(() -> inTransaction(() -> {
                lock.get();
                locked.countDown();
                await(goOn);
                change.run();
            }));
            assertThat(locked.await(10, TimeUnit.SECONDS))
                    .as("the first has the lock")
                    .isTrue();
            Future<T> second = threads.submit(() -> inTransaction(lock));
            assertThatThrownBy(() -> second.get(200, TimeUnit.MILLISECONDS))
                    .as("the second waits")
                    .isInstanceOf(TimeoutException.class);
            goOn.countDown();
            first.get(10, TimeUnit.SECONDS);
            return second.get(10, TimeUnit.SECONDS);
        } finally {
            goOn.countDown();
            threads.shutdownNow();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Nobody said to go on.");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
