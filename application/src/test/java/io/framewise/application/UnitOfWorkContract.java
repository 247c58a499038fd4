package io.framewise.application;

import static io.framewise.domain.Fixtures.aCarModel;
import static io.framewise.domain.Fixtures.aProject;
import static io.framewise.domain.Fixtures.aVideo;
import static io.framewise.domain.Fixtures.attached;
import static io.framewise.domain.Fixtures.filesOf;
import static io.framewise.domain.Fixtures.framesOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framewise.application.audit.AuditTrail;
import io.framewise.domain.Fixtures;
import io.framewise.domain.Refusal;
import io.framewise.domain.audit.AuditEntry.Subject;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.model.Model;
import io.framewise.domain.project.Project;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every {@link UnitOfWork} does, shown on the stores that take part in it. */
public abstract class UnitOfWorkContract extends StoresContract {

    @Test
    void givesBackWhatTheWorkGives() {
        String result = stores().unitOfWork().run(() -> "done");

        assertThat(result).isEqualTo("done");
    }

    @Test
    void whatTheWorkStoredIsThereAfterwards() {
        Project project = aProject();

        inTransaction(() -> stores().projects().add(project));

        assertThat(inTransaction(() -> stores().projects().get(project.id()))).isEqualTo(project);
    }

    @Test
    void theWorkSeesWhatItHasStored() {
        Project project = aProject();

        Project seen = inTransaction(() -> {
            stores().projects().add(project);
            return stores().projects().get(project.id());
        });

        assertThat(seen).isEqualTo(project);
    }

    @Test
    void anExceptionTakesBackEverythingOfEveryStoreAndComesOut() {
        Project project = aProject();
        DataUnit video = aVideo(project);
        Model model = aCarModel();
        RuntimeException failure = new RuntimeException("half way");

        assertThatThrownBy(() -> inTransaction(() -> {
                    stores().projects().add(project);
                    stores().dataUnits().add(video, filesOf(video), framesOf(video));
                    stores().models().add(model);
                    stores().attachedModels().add(attached(project, model));
                    stores().auditTrail().append(created(project));
                    throw failure;
                }))
                .isSameAs(failure);

        assertThatThrownBy(() -> inTransaction(() -> stores().projects().get(project.id())))
                .isInstanceOf(Refusal.NotFound.class);
        assertThatThrownBy(() -> inTransaction(() -> stores().dataUnits().get(video.id())))
                .isInstanceOf(Refusal.NotFound.class);
        assertThatThrownBy(() -> inTransaction(() -> stores().models().get(model.id())))
                .isInstanceOf(Refusal.NotFound.class);
        assertThat(inTransaction(() -> stores().attachedModels().of(project.id())))
                .isEmpty();
        assertThat(inTransaction(() -> stores().auditTrail().page(about(project), FIRST_PAGE))
                        .items())
                .isEmpty();
    }

    @Test
    void aRefusalTakesBackEverything() {
        Project project = aProject();
        Refusal refusal = new Refusal.Conflict("no", "Not like this.");

        assertThatThrownBy(() -> inTransaction(() -> {
                    stores().projects().add(project);
                    throw refusal;
                }))
                .isSameAs(refusal);

        assertThatThrownBy(() -> inTransaction(() -> stores().projects().get(project.id())))
                .isInstanceOf(Refusal.NotFound.class);
    }

    @Test
    void anErrorTakesBackEverything() {
        Project project = aProject();

        assertThatThrownBy(() -> inTransaction(() -> {
                    stores().projects().add(project);
                    throw new AssertionError("out of luck");
                }))
                .isInstanceOf(AssertionError.class);

        assertThatThrownBy(() -> inTransaction(() -> stores().projects().get(project.id())))
                .isInstanceOf(Refusal.NotFound.class);
    }

    @Test
    void workAfterAFailureStartsAfresh() {
        Project project = aProject();
        assertThatThrownBy(() -> inTransaction(() -> {
                    stores().projects().add(project);
                    throw new IllegalStateException("first try");
                }))
                .isInstanceOf(IllegalStateException.class);

        inTransaction(() -> stores().projects().add(project));

        assertThat(inTransaction(() -> stores().projects().get(project.id()))).isEqualTo(project);
    }

    private static AuditTrail.Event created(Project project) {
        Subject subject =
                new Subject("project", project.id().toString(), project.id().toString());
        return new AuditTrail.Event(Fixtures.NOW, Fixtures.ANNA, "project.created", subject, Map.of());
    }

    private static AuditTrail.Filter about(Project project) {
        return new AuditTrail.Filter(project.id().toString(), null, null, null, null, null, null);
    }
}
