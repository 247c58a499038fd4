package io.framewise.domain.model;

import static io.framewise.domain.Fixtures.CAR;
import static io.framewise.domain.Fixtures.NOW;
import static io.framewise.domain.Fixtures.RED;
import static io.framewise.domain.Fixtures.RED_YES;
import static io.framewise.domain.Fixtures.aCarModel;
import static io.framewise.domain.Fixtures.aProject;
import static io.framewise.domain.Fixtures.anIteration;
import static io.framewise.domain.Fixtures.anOntology;
import static io.framewise.domain.Fixtures.attached;
import static io.framewise.domain.Fixtures.carMapping;
import static io.framewise.domain.Fixtures.mapping;
import static io.framewise.domain.Refusals.violations;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.domain.model.AttachedModel.Settings;
import io.framewise.domain.project.Project;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Attaching a model, and which of its iterations a run may use. */
class AttachedModelTest {

    private static final IterationId NOBODY = new IterationId(UUID.randomUUID());

    private final Project project = aProject();
    private final Model one = aCarModel();
    private final Model three = one.withIteration(anIteration(one.id(), 2)).withIteration(anIteration(one.id(), 3));
    private final List<IterationId> ids =
            three.iterations().stream().map(Iteration::id).toList();

    @Test
    void anAttachedModelAnswersTheAttributeOfItsMapping() {
        AttachedModel attached = attached(project, one);

        assertThat(attached.attribute()).isEqualTo(CAR);
        assertThat(attached.enabled()).isTrue();
        assertThat(attached.archived()).isFalse();
        assertThat(attached.version()).isEqualTo(1);
    }

    @Test
    void aChangeCountsAVersionAndMayAnswerAnotherAttribute() {
        AttachedModel attached = attached(project, one);
        Settings settings = new Settings(mapping("car", RED_YES), new IterationPolicy.UseAll(), false);

        AttachedModel changed = attached.change(settings, one, anOntology());

        assertThat(changed.settings()).isEqualTo(settings);
        assertThat(changed.attribute()).isEqualTo(RED);
        assertThat(changed.version()).isEqualTo(2);
        assertThat(changed.id()).isEqualTo(attached.id());
    }

    @Test
    void anArchivedModelIsDisabledAndKeepsWhatRunsPointAt() {
        AttachedModel attached = attached(project, one);

        AttachedModel archived = attached.archive();

        assertThat(archived.archived()).isTrue();
        assertThat(archived.enabled()).isFalse();
        assertThat(archived.featuresMapping()).isEqualTo(attached.featuresMapping());
        assertThat(archived.version()).isEqualTo(2);
    }

    @Test
    void everythingThatIsWrongWithTheSettingsIsSaidAtOnce() {
        Settings settings =
                new Settings(mapping("bus", CAR), new IterationPolicy.ManualSelection(Set.of(NOBODY)), true);

        assertThat(violations(() -> AttachedModel.attach(
                        new AttachedModelId(UUID.randomUUID()), project.id(), one, anOntology(), settings, NOW)))
                .containsExactly(
                        "/iterationPolicy/iterations unknown-iteration",
                        "/featuresMapping/bus unknown-feature",
                        "/featuresMapping/bus attribute-target");
    }

    @Test
    void aSelectionSelectsSomething() {
        Settings settings = new Settings(carMapping(), new IterationPolicy.ManualSelection(Set.of()), true);

        assertThat(violations(() -> attached(project, one).change(settings, one, anOntology())))
                .containsExactly("/iterationPolicy/iterations nothing-selected");
    }

    @Test
    void useLatestRunsTheLatestAndNoOther() {
        AttachedModel attached = with(new IterationPolicy.UseLatest());

        assertThat(attached.iterationFor(three, null).number()).isEqualTo(3);
        assertThat(attached.iterationFor(three, ids.get(2)).number()).isEqualTo(3);
        assertThat(violations(() -> attached.iterationFor(three, ids.get(0))))
                .containsExactly("/iterationId iteration-not-allowed");
    }

    @Test
    void useAllRunsAnyAndTheLatestUnlessAnotherIsNamed() {
        AttachedModel attached = with(new IterationPolicy.UseAll());

        assertThat(attached.iterationFor(three, null).number()).isEqualTo(3);
        assertThat(attached.iterationFor(three, ids.get(0)).number()).isEqualTo(1);
        assertThat(violations(() -> attached.iterationFor(three, NOBODY)))
                .containsExactly("/iterationId iteration-not-allowed");
    }

    @Test
    void manualSelectionRunsTheSelectedOnlyAndTheirLatestUnlessAnotherIsNamed() {
        AttachedModel attached = with(new IterationPolicy.ManualSelection(Set.of(ids.get(0), ids.get(1))));

        assertThat(attached.iterationFor(three, null).number()).isEqualTo(2);
        assertThat(attached.iterationFor(three, ids.get(0)).number()).isEqualTo(1);
        assertThat(violations(() -> attached.iterationFor(three, ids.get(2))))
                .containsExactly("/iterationId iteration-not-allowed");
    }

    private AttachedModel with(IterationPolicy policy) {
        return attached(project, three, new Settings(carMapping(), policy, true));
    }
}
