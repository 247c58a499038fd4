package io.framewise.application.model;

import static io.framewise.domain.Fixtures.ANNA;
import static io.framewise.domain.Fixtures.BEN;
import static io.framewise.domain.Fixtures.CAR;
import static io.framewise.domain.Fixtures.CAR_NO;
import static io.framewise.domain.Fixtures.CAR_YES;
import static io.framewise.domain.Fixtures.RAIN;
import static io.framewise.domain.Fixtures.carMapping;
import static io.framewise.domain.Refusals.conflict;
import static io.framewise.domain.Refusals.notFound;
import static io.framewise.domain.Refusals.violations;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.application.Workbench;
import io.framewise.application.model.AttachModels.Request;
import io.framewise.domain.model.AttachedModel;
import io.framewise.domain.model.AttachedModelId;
import io.framewise.domain.model.FeaturesMapping;
import io.framewise.domain.model.IterationId;
import io.framewise.domain.model.IterationPolicy;
import io.framewise.domain.model.ModelId;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.project.ProjectId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AttachModelsTest {

    private static final AttachedModelId NOBODY = new AttachedModelId(UUID.randomUUID());

    private final Workbench bench = new Workbench();
    private final AttachModels attachModels = bench.attachModels;

    @Test
    void aModelIsAttachedWithItsLatestIterationAndEnabledUnlessSaidOtherwise() {
        AttachedModel attached = attachModels.attach(ANNA, bench.project.id(), mapped(carMapping()));

        assertThat(attachModels.find(attached.id())).isEqualTo(attached);
        assertThat(attached.attribute()).isEqualTo(CAR);
        assertThat(attached.settings())
                .isEqualTo(new AttachedModel.Settings(carMapping(), new IterationPolicy.UseLatest(), true));
        assertThat(bench.lastEntry().action()).isEqualTo("attached-model.attached");
        assertThat(bench.lastEntry().details())
                .containsEntry("feature car", CAR_YES.value())
                .containsEntry("feature no car", CAR_NO.value())
                .containsEntry("enabled", "true");
    }

    @Test
    void aFeatureOnNothingIsLeftUnmapped() {
        Map<String, FeatureNodeHash> options = new LinkedHashMap<>();
        options.put("car", CAR_YES);
        options.put("no car", null);

        AttachedModel attached = attachModels.attach(
                ANNA, bench.project.id(), new Request(bench.carModel.id(), options, null, null, null));

        assertThat(attached.featuresMapping().options()).isEqualTo(Map.of("car", CAR_YES));
    }

    @Test
    void aMappingThatBreaksARuleIsRefused() {
        FeaturesMapping wrong = new FeaturesMapping(Map.of("car", RAIN), false);

        assertThat(violations(() -> attachModels.attach(ANNA, bench.project.id(), mapped(wrong))))
                .containsExactly("/featuresMapping/car checklist-target");
        assertThat(bench.audit()).isEmpty();
    }

    @Test
    void featuresShareAnOptionOnlyWhenTheAdminSaysMerge() {
        Map<String, FeatureNodeHash> shared = new LinkedHashMap<>();
        shared.put("car", CAR_YES);
        shared.put("blurred", CAR_YES);

        assertThat(violations(() -> attachModels.attach(
                        ANNA, bench.project.id(), new Request(bench.carModel.id(), shared, null, null, null))))
                .containsExactly("/featuresMapping/blurred option-mapped-twice");
        assertThat(attachModels
                        .attach(ANNA, bench.project.id(), new Request(bench.carModel.id(), shared, true, null, null))
                        .featuresMapping()
                        .merge())
                .isTrue();
    }

    @Test
    void somethingToAttachIsNamedAndThere() {
        Request unnamed = new Request(null, carMapping().options(), null, null, null);
        Request unknown =
                new Request(new ModelId(UUID.randomUUID()), carMapping().options(), null, null, null);

        assertThat(violations(() -> attachModels.attach(ANNA, bench.project.id(), unnamed)))
                .containsExactly("/modelId missing-field");
        assertThat(violations(() -> attachModels.attach(ANNA, bench.project.id(), unknown)))
                .containsExactly("/modelId model-not-found");
        assertThat(notFound(() -> attachModels.attach(ANNA, new ProjectId(UUID.randomUUID()), mapped(carMapping()))))
                .isEqualTo("project-not-found");
    }

    @Test
    void aModelWithoutAMappingIsNotAttached() {
        Request request = new Request(bench.carModel.id(), null, null, null, null);

        assertThat(violations(() -> attachModels.attach(ANNA, bench.project.id(), request)))
                .containsExactly("/featuresMapping nothing-mapped");
    }

    @Test
    void aSelectionOfIterationsThatTheModelDoesNotHaveIsRefused() {
        IterationPolicy selection = new IterationPolicy.ManualSelection(Set.of(new IterationId(UUID.randomUUID())));
        Request request = new Request(bench.carModel.id(), carMapping().options(), null, selection, null);

        assertThat(violations(() -> attachModels.attach(ANNA, bench.project.id(), request)))
                .containsExactly("/iterationPolicy/iterations unknown-iteration");
    }

    @Test
    void aChangeChangesWhatIsGivenAndKeepsTheRest() {
        AttachedModel changed = attachModels.change(BEN, bench.cars.id(), disable(), 1);

        assertThat(changed.enabled()).isFalse();
        assertThat(changed.featuresMapping()).isEqualTo(bench.cars.featuresMapping());
        assertThat(changed.iterationPolicy()).isEqualTo(bench.cars.iterationPolicy());
        assertThat(changed.version()).isEqualTo(2);
        assertThat(attachModels.find(bench.cars.id())).isEqualTo(changed);
        assertThat(bench.lastEntry().action()).isEqualTo("attached-model.changed");
    }

    @Test
    void aChangeOfAnEarlierVersionIsAConflict() {
        attachModels.change(ANNA, bench.cars.id(), disable(), 1);

        assertThat(conflict(() -> attachModels.change(BEN, bench.cars.id(), disable(), 1)))
                .isEqualTo("attached-model-changed");
        assertThat(conflict(() -> attachModels.detach(BEN, bench.cars.id(), 1))).isEqualTo("attached-model-changed");
        assertThat(attachModels.change(BEN, bench.cars.id(), disable(), null).version())
                .isEqualTo(3);
    }

    @Test
    void aDetachedModelIsArchivedAndCanStillBeShown() {
        AttachedModel detached = attachModels.detach(ANNA, bench.cars.id(), 1);

        assertThat(detached.archived()).isTrue();
        assertThat(attachModels.find(bench.cars.id())).isEqualTo(detached);
        assertThat(attachModels.of(bench.project.id())).containsExactly(bench.reds);
        assertThat(bench.lastEntry().action()).isEqualTo("attached-model.detached");
    }

    @Test
    void aDetachedModelIsNotChangedAnyMore() {
        attachModels.detach(ANNA, bench.cars.id(), null);

        assertThat(conflict(() -> attachModels.change(BEN, bench.cars.id(), disable(), null)))
                .isEqualTo("attached-model-archived");
        assertThat(conflict(() -> attachModels.detach(BEN, bench.cars.id(), null)))
                .isEqualTo("attached-model-archived");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(notFound(() -> attachModels.find(NOBODY))).isEqualTo("attached-model-not-found");
        assertThat(notFound(() -> attachModels.change(ANNA, NOBODY, disable(), null)))
                .isEqualTo("attached-model-not-found");
        assertThat(notFound(() -> attachModels.of(new ProjectId(UUID.randomUUID()))))
                .isEqualTo("project-not-found");
    }

    private Request mapped(FeaturesMapping mapping) {
        return new Request(bench.carModel.id(), mapping.options(), null, null, null);
    }

    private static Request disable() {
        return new Request(null, null, null, null, false);
    }
}
