package io.framewise.domain.inference;

import static io.framewise.domain.Fixtures.CAR;
import static io.framewise.domain.Fixtures.RED;
import static io.framewise.domain.Fixtures.TIME_OF_DAY;
import static io.framewise.domain.Fixtures.WEATHER;
import static io.framewise.domain.Fixtures.anOntology;
import static io.framewise.domain.Fixtures.asked;
import static io.framewise.domain.Fixtures.nestedQuestions;
import static io.framewise.domain.Fixtures.no;
import static io.framewise.domain.Fixtures.option;
import static io.framewise.domain.Fixtures.question;
import static io.framewise.domain.Fixtures.radio;
import static io.framewise.domain.Fixtures.yes;
import static io.framewise.domain.Refusals.violations;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.domain.inference.Cascade.Step;
import io.framewise.domain.ontology.Attribute;
import io.framewise.domain.ontology.Ontology;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CascadeTest {

    private static final OptionalInt NOTHING = OptionalInt.empty();

    @Test
    void parentsComeBeforeChildrenWhateverTheOrderOfTheRequest() {
        Cascade cascade = Cascade.of(nestedQuestions(4), List.of(question(3), question(1), question(4), question(2)));

        assertThat(cascade.steps())
                .containsExactly(
                        new Step(1, NOTHING),
                        new Step(3, OptionalInt.of(0)),
                        new Step(0, OptionalInt.of(1)),
                        new Step(2, OptionalInt.of(2)));
    }

    @Test
    void aStepFollowsTheNearestQuestionAboveItThatIsAskedFor() {
        Cascade cascade = Cascade.of(nestedQuestions(4), List.of(question(2), question(4)));

        assertThat(cascade.steps()).containsExactly(new Step(0, NOTHING), new Step(1, OptionalInt.of(0)));
    }

    @Test
    void severalMayFollowTheSame() {
        Ontology ontology = new Ontology(
                1,
                List.of(asked(
                        "Class_01",
                        radio(
                                question(1),
                                "Is there a car?",
                                option(yes(1), "yes", leaf(2), leaf(3)),
                                option(no(1), "no", leaf(4))))));

        Cascade cascade = Cascade.of(ontology, List.of(question(4), question(3), question(1), question(2)));

        assertThat(cascade.steps())
                .containsExactly(
                        new Step(2, NOTHING),
                        new Step(3, OptionalInt.of(0)),
                        new Step(1, OptionalInt.of(0)),
                        new Step(0, OptionalInt.of(0)));
    }

    @Test
    void oneModelIsACascade() {
        assertThat(Cascade.of(anOntology(), List.of(RED)).steps()).containsExactly(new Step(0, NOTHING));
    }

    @Test
    void aQuestionOfAnotherBranchIsRefused() {
        assertThat(violations(() -> Cascade.of(anOntology(), List.of(RED, CAR, TIME_OF_DAY, WEATHER))))
                .containsExactly("/models/1/attachedModelId other-branch", "/models/3/attachedModelId other-branch");
    }

    @Test
    void aQuestionThatIsAskedTwiceIsRefused() {
        assertThat(violations(() -> Cascade.of(anOntology(), List.of(CAR, RED, CAR))))
                .containsExactly("/models/2/attachedModelId same-attribute");
    }

    @Test
    void noneAndTooManyAreRefused() {
        assertThat(violations(() -> Cascade.of(anOntology(), List.of()))).containsExactly("/models number-of-models");
        assertThat(violations(() -> Cascade.of(
                        anOntology(),
                        IntStream.rangeClosed(0, Cascade.MOST)
                                .mapToObj(i -> CAR)
                                .toList())))
                .containsExactly("/models number-of-models");
    }

    private static Attribute leaf(int number) {
        return radio(question(number), "Question " + number, option(yes(number), "yes"), option(no(number), "no"));
    }
}
