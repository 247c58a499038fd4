package io.framewise.domain.ontology;

import static io.framewise.domain.Fixtures.CAR;
import static io.framewise.domain.Fixtures.CAR_YES;
import static io.framewise.domain.Fixtures.RED;
import static io.framewise.domain.Fixtures.RED_YES;
import static io.framewise.domain.Fixtures.WEATHER;
import static io.framewise.domain.Fixtures.anOntology;
import static io.framewise.domain.Fixtures.nestedQuestions;
import static io.framewise.domain.Fixtures.no;
import static io.framewise.domain.Fixtures.question;
import static io.framewise.domain.Fixtures.yes;
import static io.framewise.domain.Refusals.notFound;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.domain.ontology.Gate.Condition;
import org.junit.jupiter.api.Test;

/** Finding nodes, and the gate of a nested attribute (rule 2). */
class OntologyTest {

    private static final FeatureNodeHash NOBODY = new FeatureNodeHash("________");

    @Test
    void theGateOfARootAttributeIsOpen() {
        Gate gate = anOntology().gate(CAR);

        assertThat(gate.isOpen()).isTrue();
    }

    @Test
    void theGateOfANestedAttributeIsTheOptionThatOwnsIt() {
        Gate gate = anOntology().gate(RED);

        assertThat(gate.isOpen()).isFalse();
        assertThat(gate.conditions()).containsExactly(new Condition(CAR, CAR_YES));
    }

    @Test
    void aGateGoesUpToTheRoot() {
        Gate gate = nestedQuestions(4).gate(question(4));

        assertThat(gate.conditions())
                .containsExactly(
                        new Condition(question(1), yes(1)),
                        new Condition(question(2), yes(2)),
                        new Condition(question(3), yes(3)));
    }

    @Test
    void thereIsNoGateOfWhatIsNotAnAttribute() {
        Ontology ontology = anOntology();

        assertThat(notFound(() -> ontology.gate(NOBODY))).isEqualTo("attribute-not-found");
        assertThat(notFound(() -> ontology.gate(RED_YES))).isEqualTo("attribute-not-found");
    }

    @Test
    void anAttributeIsFoundAtAnyDepth() {
        Ontology ontology = nestedQuestions(7);

        assertThat(ontology.attribute(question(7)))
                .get()
                .extracting(Attribute::title)
                .isEqualTo("Question 7");
        assertThat(ontology.attribute(NOBODY)).isEmpty();
        assertThat(ontology.attribute(yes(1))).isEmpty();
    }

    @Test
    void anOptionIsFoundWithTheAttributeThatItAnswers() {
        Ontology.Place place = nestedQuestions(7).option(no(6)).orElseThrow();

        assertThat(place.attribute().featureNodeHash()).isEqualTo(question(6));
        assertThat(place.option().title()).isEqualTo("no");
        assertThat(anOntology().option(NOBODY)).isEmpty();
        assertThat(anOntology().option(CAR)).isEmpty();
    }

    @Test
    void belowAnAttributeAreAllThatAreNestedInItParentsFirst() {
        assertThat(nestedQuestions(4).below(question(2)))
                .extracting(Attribute::featureNodeHash)
                .containsExactly(question(3), question(4));
        assertThat(anOntology().below(WEATHER)).isEmpty();
        assertThat(anOntology().below(NOBODY)).isEmpty();
    }
}
