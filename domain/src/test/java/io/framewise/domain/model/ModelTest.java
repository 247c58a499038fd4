package io.framewise.domain.model;

import static io.framewise.domain.Fixtures.NOW;
import static io.framewise.domain.Fixtures.aCarModel;
import static io.framewise.domain.Fixtures.anIteration;
import static io.framewise.domain.Refusals.conflict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ModelTest {

    @Test
    void theHighestNumberIsTheLatestIteration() {
        Model model = aCarModel();
        Iteration second = anIteration(model.id(), 2);

        Model grown = model.withIteration(second);

        assertThat(grown.latest()).isEqualTo(second);
        assertThat(grown.iterations()).containsExactly(model.latest(), second);
    }

    @Test
    void iterationsAreInTheOrderOfTheirNumbers() {
        ModelId id = new ModelId(UUID.randomUUID());
        List<Iteration> iterations = new ArrayList<>(
                Stream.of(1, 2, 3).map(number -> anIteration(id, number)).toList());
        Collections.reverse(iterations);

        Model model = new Model(id, "Cars", Architecture.VGG16_BN, List.of("a", "b"), iterations, NOW);

        assertThat(model.iterations()).extracting(Iteration::number).containsExactly(1, 2, 3);
    }

    @Test
    void theSameWeightsWithTheSamePreprocessingAreOneIteration() {
        Model model = aCarModel();
        Iteration again = anIteration(model.id(), 1).numbered(2);

        assertThat(conflict(() -> model.withIteration(again))).isEqualTo("iteration-exists");
    }

    @Test
    void theSameWeightsWithAnotherPreprocessingAreAnotherIteration() {
        Model model = aCarModel();
        Iteration known = model.latest();
        Iteration squished = new Iteration(
                new IterationId(UUID.randomUUID()),
                model.id(),
                2,
                known.weights(),
                known.bytes(),
                known.check(),
                new Preprocessing(224, 192, Preprocessing.Resize.SQUISH, null),
                known.activation(),
                known.provenance(),
                NOW);

        assertThat(model.withIteration(squished).iterations()).hasSize(2);
    }

    @Test
    void aModelHasAtLeastOneIterationAndIterationsAreNumberedFromOne() {
        ModelId id = new ModelId(UUID.randomUUID());

        assertThatThrownBy(() -> new Model(id, "Cars", Architecture.OTHER, List.of("a", "b"), List.of(), NOW))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> anIteration(id, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anArchitectureIsNamedAsTorchvisionNamesIt() {
        assertThat(Architecture.named("vgg16_bn")).contains(Architecture.VGG16_BN);
        assertThat(Architecture.named("VGG16_BN")).isEmpty();
    }
}
