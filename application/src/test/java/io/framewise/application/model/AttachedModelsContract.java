package io.framewise.application.model;

import static io.framewise.domain.Fixtures.CAR_NO;
import static io.framewise.domain.Fixtures.CAR_YES;
import static io.framewise.domain.Fixtures.NOW;
import static io.framewise.domain.Fixtures.aCarModel;
import static io.framewise.domain.Fixtures.anIteration;
import static io.framewise.domain.Fixtures.attached;
import static io.framewise.domain.Fixtures.carMapping;
import static io.framewise.domain.Fixtures.mapping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framewise.application.StoresContract;
import io.framewise.domain.Refusal;
import io.framewise.domain.model.AttachedModel;
import io.framewise.domain.model.AttachedModelId;
import io.framewise.domain.model.FeaturesMapping;
import io.framewise.domain.model.IterationPolicy;
import io.framewise.domain.model.Model;
import io.framewise.domain.project.Project;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every store of {@link AttachedModels} does. */
public abstract class AttachedModelsContract extends StoresContract {

    @Test
    void anAttachedModelComesBackAsItWasAdded() {
        Project project = storedProject();
        AttachedModel attached = attached(project, stored(aCarModel()));

        inTransaction(() -> stores().attachedModels().add(attached));

        assertThat(inTransaction(() -> stores().attachedModels().get(attached.id())))
                .isEqualTo(attached);
    }

    @Test
    void everyIterationPolicyComesBackAsItWas() {
        Project project = storedProject();
        Model first = aCarModel();
        Model model = stored(first.withIteration(anIteration(first.id(), 2)));
        List<AttachedModel> attached = Stream.of(
                        new IterationPolicy.UseLatest(),
                        new IterationPolicy.UseAll(),
                        new IterationPolicy.ManualSelection(
                                Set.of(model.latest().id())),
                        new IterationPolicy.ManualSelection(
                                Set.of(first.latest().id(), model.latest().id())))
                .map(policy ->
                        stored(attached(project, model, new AttachedModel.Settings(carMapping(), policy, false))))
                .toList();

        List<AttachedModel> found = inTransaction(() -> attached.stream()
                .map(each -> stores().attachedModels().get(each.id()))
                .toList());

        assertThat(found).isEqualTo(attached);
    }

    @Test
    void aMappingComesBackInItsOrderAndWithMerge() {
        FeaturesMapping merged = new FeaturesMapping(
                mapping("no car", CAR_NO, "car", CAR_YES, "blurred", CAR_NO).options(), true);
        AttachedModel attached = stored(attached(storedProject(), stored(aCarModel()), merged));

        AttachedModel found = inTransaction(() -> stores().attachedModels().get(attached.id()));

        assertThat(found).isEqualTo(attached);
        assertThat(found.featuresMapping().options()).containsExactlyEntriesOf(merged.options());
    }

    @Test
    void aSavedChangeReplacesWhatWasThere() {
        Project project = storedProject();
        Model model = stored(aCarModel());
        AttachedModel before = stored(attached(project, model));
        AttachedModel after = before.change(
                new AttachedModel.Settings(mapping("blurred", CAR_NO), new IterationPolicy.UseAll(), false),
                model,
                project.ontology());

        inTransaction(() -> {
            stores().attachedModels().lock(before.id());
            stores().attachedModels().save(after);
        });

        assertThat(inTransaction(() -> stores().attachedModels().get(before.id())))
                .isEqualTo(after);
    }

    @Test
    void anAttachedModelThatIsNotThereIsNotFound() {
        AttachedModelId nobody = new AttachedModelId(UUID.randomUUID());

        assertThatThrownBy(() -> inTransaction(() -> stores().attachedModels().get(nobody)))
                .isInstanceOfSatisfying(
                        Refusal.NotFound.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("attached-model-not-found"));
        assertThatThrownBy(() -> inTransaction(() -> stores().attachedModels().lock(nobody)))
                .isInstanceOf(Refusal.NotFound.class);
    }

    @Test
    void anArchivedOneIsFoundButNotListed() {
        Project project = storedProject();
        AttachedModel gone = stored(attached(project, stored(aCarModel())));
        AttachedModel stays = stored(attached(project, stored(aCarModel())));

        inTransaction(() -> {
            stores().attachedModels().lock(gone.id());
            stores().attachedModels().save(gone.archive());
        });

        assertThat(inTransaction(() -> stores().attachedModels().get(gone.id())))
                .isEqualTo(gone.archive());
        assertThat(inTransaction(() -> stores().attachedModels().of(project.id())))
                .containsExactly(stays);
    }

    @Test
    void aModelMayBeAttachedAgainAfterItWasArchived() {
        Project project = storedProject();
        Model model = stored(aCarModel());
        AttachedModel gone = stored(attached(project, model));
        inTransaction(() -> stores().attachedModels().save(gone.archive()));

        AttachedModel again = stored(attached(project, model));

        assertThat(inTransaction(() -> stores().attachedModels().of(project.id())))
                .containsExactly(again);
    }

    @Test
    void aListHasThoseOfOneProjectInTheOrderInWhichTheyWereAttached() {
        Project project = storedProject();
        stored(attached(storedProject(), stored(aCarModel())));
        AttachedModel third = stored(attachedAt(project, NOW.plusSeconds(30)));
        AttachedModel first = stored(attachedAt(project, NOW.plusSeconds(10)));
        AttachedModel second = stored(attachedAt(project, NOW.plusSeconds(20)));

        List<AttachedModel> listed =
                inTransaction(() -> stores().attachedModels().of(project.id()));

        assertThat(listed).containsExactly(first, second, third);
    }

    @Test
    void aProjectWithoutAttachedModelsHasAnEmptyList() {
        Project project = storedProject();

        assertThat(inTransaction(() -> stores().attachedModels().of(project.id())))
                .isEmpty();
    }

    @Test
    void aLockedOneIsGivenToTheNextOnlyWithWhatTheFirstMadeOfIt() throws Exception {
        AttachedModel before = stored(attached(storedProject(), stored(aCarModel())));

        AttachedModel seen = secondAfterFirst(
                () -> stores().attachedModels().lock(before.id()),
                () -> stores().attachedModels().save(before.archive()));

        assertThat(seen).isEqualTo(before.archive());
    }

    private AttachedModel attachedAt(Project project, Instant when) {
        Model model = stored(aCarModel());
        AttachedModel.Settings settings =
                new AttachedModel.Settings(carMapping(), new IterationPolicy.UseLatest(), true);
        return AttachedModel.attach(
                new AttachedModelId(UUID.randomUUID()), project.id(), model, project.ontology(), settings, when);
    }
}
