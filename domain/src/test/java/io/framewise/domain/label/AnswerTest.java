package io.framewise.domain.label;

import static io.framewise.domain.Fixtures.CAR;
import static io.framewise.domain.Fixtures.CAR_YES;
import static io.framewise.domain.Fixtures.DAY;
import static io.framewise.domain.Fixtures.FOG;
import static io.framewise.domain.Fixtures.NOTE;
import static io.framewise.domain.Fixtures.NUMBER_OF_CARS;
import static io.framewise.domain.Fixtures.RAIN;
import static io.framewise.domain.Fixtures.WEATHER;
import static io.framewise.domain.Fixtures.anOntology;
import static io.framewise.domain.Refusals.messages;
import static io.framewise.domain.Refusals.violations;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.framewise.domain.ontology.Attribute;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.ontology.Option;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which answers answer which attribute. */
class AnswerTest {

    private static Attribute attribute(FeatureNodeHash hash) {
        return anOntology().attribute(hash).orElseThrow();
    }

    @Test
    void eachKindOfAttributeTakesItsKindOfAnswer() {
        assertThatCode(() -> {
                    new Answer.Radio(CAR_YES).checkAnswers(attribute(CAR));
                    new Answer.Checklist(List.of(RAIN, FOG)).checkAnswers(attribute(WEATHER));
                    new Answer.Checklist(List.of()).checkAnswers(attribute(WEATHER));
                    new Answer.Text("a note").checkAnswers(attribute(NOTE));
                    new Answer.Numeric(50).checkAnswers(attribute(NUMBER_OF_CARS));
                    new Answer.Numeric(0).checkAnswers(attribute(NUMBER_OF_CARS));
                })
                .doesNotThrowAnyException();
    }

    static Stream<Answer> answersThatAreNoRadioAnswer() {
        return Stream.of(new Answer.Checklist(List.of(CAR_YES)), new Answer.Text("yes"), new Answer.Numeric(1));
    }

    @ParameterizedTest
    @MethodSource("answersThatAreNoRadioAnswer")
    void anAnswerOfAnotherKindIsRefused(Answer answer) {
        assertThat(refused(answer, attribute(CAR))).containsExactly("/answer answer-kind");
        assertThat(refused(new Answer.Radio(CAR_YES), attribute(NOTE))).containsExactly("/answer answer-kind");
    }

    @Test
    void theOptionsOfAnotherAttributeAreRefused() {
        assertThat(refused(new Answer.Radio(DAY), attribute(CAR))).containsExactly("/answer unknown-option");
        assertThat(refused(new Answer.Checklist(List.of(RAIN, DAY)), attribute(WEATHER)))
                .containsExactly("/answer unknown-option");
    }

    @Test
    void anArchivedOptionIsNotAnsweredAnyMore() {
        Option gone = new Option(DAY, "day", true, List.of());
        Attribute attribute = new Attribute.Radio(CAR, "Time", false, false, List.of(gone));

        assertThat(refused(new Answer.Radio(DAY), attribute)).containsExactly("/answer archived-option");
    }

    @Test
    void anArchivedAttributeIsNotAnsweredAnyMore() {
        Attribute attribute = new Attribute.Text(NOTE, "Note", false, true);

        assertThat(refused(new Answer.Text("a"), attribute)).containsExactly("/answer archived-attribute");
    }

    @Test
    void aTextHasOneToTenThousandCharacters() {
        assertThat(refused(new Answer.Text("  "), attribute(NOTE))).containsExactly("/answer text-length");
        assertThat(refused(new Answer.Text("x".repeat(10_001)), attribute(NOTE)))
                .containsExactly("/answer text-length");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.5, 50.1, Double.NaN, Double.POSITIVE_INFINITY})
    void aNumberOutOfBoundsIsRefusedAndTheBoundsAreSaid(double number) {
        Answer answer = new Answer.Numeric(number);

        assertThat(refused(answer, attribute(NUMBER_OF_CARS))).containsExactly("/answer number-out-of-bounds");
        assertThat(messages(() -> answer.checkAnswers(attribute(NUMBER_OF_CARS))))
                .containsExactly("\"Number of cars\" takes numbers from 0.0 up to 50.0.");
    }

    @Test
    void aNumberWithoutBoundsIsAnyFiniteNumber() {
        Attribute free = new Attribute.Numeric(NUMBER_OF_CARS, "Cars", false, false, null, null);

        assertThatCode(() -> new Answer.Numeric(-1e300).checkAnswers(free)).doesNotThrowAnyException();
        assertThat(refused(new Answer.Numeric(Double.NaN), free)).containsExactly("/answer number-out-of-bounds");
    }

    @Test
    void aChecklistIsASetOfOptionsInNoOrder() {
        assertThat(new Answer.Checklist(List.of(RAIN, FOG, RAIN))).isEqualTo(new Answer.Checklist(List.of(FOG, RAIN)));
    }

    private static List<String> refused(Answer answer, Attribute attribute) {
        return violations(() -> answer.checkAnswers(attribute));
    }
}
