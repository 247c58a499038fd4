package io.framewise.application.model;

import static io.framewise.domain.Fixtures.NOW;
import static io.framewise.domain.Fixtures.aCarModel;
import static io.framewise.domain.Fixtures.aModel;
import static io.framewise.domain.Fixtures.anIteration;
import static io.framewise.domain.Fixtures.hashOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framewise.application.StoresContract;
import io.framewise.domain.Refusal;
import io.framewise.domain.model.Activation;
import io.framewise.domain.model.Architecture;
import io.framewise.domain.model.CheckReport;
import io.framewise.domain.model.GoldenCheck;
import io.framewise.domain.model.Iteration;
import io.framewise.domain.model.IterationId;
import io.framewise.domain.model.Model;
import io.framewise.domain.model.ModelId;
import io.framewise.domain.model.Preprocessing;
import io.framewise.domain.model.WeightsFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every store of {@link Models} does. */
public abstract class ModelsContract extends StoresContract {

    @Test
    void aModelComesBackAsItWasAdded() {
        Model model = aModel("Ampel \"rot\" 🚦", "rot", "grün, blinkend", "ROT", "a/b~c", " ");

        inTransaction(() -> stores().models().add(model));

        assertThat(inTransaction(() -> stores().models().get(model.id()))).isEqualTo(model);
    }

    @ParameterizedTest
    @EnumSource(Preprocessing.Resize.class)
    void anIterationWithoutNormalisationAndWithUnknownParametersComesBackAsItWas(Preprocessing.Resize resize) {
        ModelId id = new ModelId(UUID.randomUUID());
        Iteration iteration = new Iteration(
                new IterationId(UUID.randomUUID()),
                id,
                1,
                hashOf("weights"),
                5_000_000_000L,
                new CheckReport(
                        WeightsFormat.ONNX,
                        0,
                        0,
                        "ONNX Runtime 1.21.1",
                        "as imported",
                        new GoldenCheck(12, true, 0.0001, 0.00001, true, "0007.png")),
                new Preprocessing(
                        2048,
                        1,
                        resize,
                        Preprocessing.Padding.REFLECTION,
                        new Preprocessing.SecondResize(24, 0, 2000, 1, 128, 96, true),
                        null),
                Activation.NONE,
                "",
                NOW);
        Model model = new Model(id, "Plain", Architecture.OTHER, List.of("yes", "no"), List.of(iteration), NOW);

        inTransaction(() -> stores().models().add(model));

        assertThat(inTransaction(() -> stores().models().get(id))).isEqualTo(model);
    }

    @Test
    void aModelMayHaveSeveralIterationsFromTheStart() {
        Model first = aCarModel();
        Model model = first.withIteration(anIteration(first.id(), 2));

        inTransaction(() -> stores().models().add(model));

        assertThat(inTransaction(() -> stores().models().get(model.id()))).isEqualTo(model);
    }

    @Test
    void anAddedIterationIsTheModelsLatest() {
        Model model = stored(aCarModel());
        Iteration second = anIteration(model.id(), 2);
        Iteration third = anIteration(model.id(), 3);

        for (Iteration next : List.of(second, third)) {
            inTransaction(() -> {
                stores().models().lock(model.id());
                stores().models().addIteration(next);
            });
        }

        Model grown = inTransaction(() -> stores().models().get(model.id()));
        assertThat(grown).isEqualTo(model.withIteration(second).withIteration(third));
        assertThat(grown.latest()).isEqualTo(third);
    }

    @Test
    void aModelThatIsNotThereIsNotFound() {
        ModelId nobody = new ModelId(UUID.randomUUID());

        assertThatThrownBy(() -> inTransaction(() -> stores().models().get(nobody)))
                .isInstanceOfSatisfying(
                        Refusal.NotFound.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("model-not-found"));
        assertThatThrownBy(() -> inTransaction(() -> stores().models().lock(nobody)))
                .isInstanceOf(Refusal.NotFound.class);
    }

    @Test
    void aLockedModelIsGivenToTheNextOnlyWithWhatTheFirstAdded() throws Exception {
        Model model = stored(aCarModel());
        Iteration second = anIteration(model.id(), 2);

        Model seen = secondAfterFirst(
                () -> stores().models().lock(model.id()),
                () -> stores().models().addIteration(second));

        assertThat(seen).isEqualTo(model.withIteration(second));
    }

    @Test
    void aListIsTheNewestFirstWithEveryIteration() {
        Model oldest = stored(aModel("oldest", NOW, "a", "b"));
        Model newest = stored(aModel("newest", NOW.plusSeconds(20), "a", "b"));
        Model middle = aModel("middle", NOW.plusSeconds(10), "a", "b");
        Model grown = stored(middle.withIteration(anIteration(middle.id(), 2)));

        List<Model> listed = walk(2, stores().models()::page);

        assertThat(listed).filteredOn(List.of(oldest, grown, newest)::contains).containsExactly(newest, grown, oldest);
    }

    @Test
    void modelsOfOneMomentAreEachListedOnceAndNewOnesShiftNothing() {
        List<Model> same = IntStream.range(0, 7)
                .mapToObj(i -> stored(aModel("same " + i, NOW, "a", "b")))
                .toList();
        List<Model> meanwhile = new ArrayList<>();

        List<Model> listed = walk(
                2,
                stores().models()::page,
                () -> meanwhile.add(stored(aModel("meanwhile", NOW.plusSeconds(1_000_000), "a", "b"))));

        assertThat(listed).doesNotHaveDuplicates().doesNotContainAnyElementsOf(meanwhile);
        assertThat(listed).filteredOn(same::contains).containsExactlyInAnyOrderElementsOf(same);
    }

    @Test
    void aTokenOfAnotherListIsRefused() {
        stored(aCarModel());

        assertRefusesForeignTokens(stores().models()::page);
    }
}
