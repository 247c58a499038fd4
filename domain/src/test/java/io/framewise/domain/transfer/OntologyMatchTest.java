package io.framewise.domain.transfer;

import static io.framewise.domain.Fixtures.CAR;
import static io.framewise.domain.Fixtures.CAR_NO;
import static io.framewise.domain.Fixtures.CAR_YES;
import static io.framewise.domain.Fixtures.NOTE;
import static io.framewise.domain.Fixtures.RED;
import static io.framewise.domain.Fixtures.RED_NO;
import static io.framewise.domain.Fixtures.RED_YES;
import static io.framewise.domain.Fixtures.anOntology;
import static io.framewise.domain.Fixtures.asked;
import static io.framewise.domain.Fixtures.option;
import static io.framewise.domain.Fixtures.radio;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.domain.Violation;
import io.framewise.domain.ontology.Attribute;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.ontology.Ontology;
import java.util.List;
import org.junit.jupiter.api.Test;

class OntologyMatchTest {

    private static final FeatureNodeHash OTHER = new FeatureNodeHash("Other___");
    private static final FeatureNodeHash OTHER_YES = new FeatureNodeHash("OtherYes");
    private static final FeatureNodeHash OTHER_RED = new FeatureNodeHash("OtherRed");
    private static final FeatureNodeHash OTHER_RED_YES = new FeatureNodeHash("OtherRdY");

    @Test
    void theSameTreeMatchesByItsHashes() {
        OntologyMatch match = OntologyMatch.between(anOntology(), anOntology());

        anOntology().attributes().forEach(attribute -> {
            assertThat(match.attribute(attribute.featureNodeHash())).contains(attribute);
            attribute
                    .options()
                    .forEach(option ->
                            assertThat(match.option(option.featureNodeHash())).contains(option.featureNodeHash()));
        });
        assertThat(match.byTitles()).isFalse();
    }

    @Test
    void aRenamedNodeMatchesByItsHash() {
        Attribute renamed = radio(CAR, "Any vehicle?", option(CAR_YES, "sure"), option(CAR_NO, "none"));

        OntologyMatch match = OntologyMatch.between(anOntology(), ontology(renamed));

        assertThat(match.attribute(CAR)).contains(renamed);
        assertThat(match.option(CAR_NO)).contains(CAR_NO);
        assertThat(match.byTitles()).isFalse();
    }

    @Test
    void otherHashesMatchByKindAndTitlesFromTheRootDown() {
        Attribute red = radio(OTHER_RED, "is the car RED?", option(OTHER_RED_YES, "Yes"));
        Attribute car = radio(OTHER, "Is there a car in the frame?", option(OTHER_YES, "yes", red));

        OntologyMatch match = OntologyMatch.between(anOntology(), ontology(car));

        assertThat(match.attribute(CAR)).contains(car);
        assertThat(match.option(CAR_YES)).contains(OTHER_YES);
        assertThat(match.attribute(RED)).contains(red);
        assertThat(match.option(RED_YES)).contains(OTHER_RED_YES);
        assertThat(match.byTitles()).isTrue();
    }

    @Test
    void aNodeWithoutACounterpartIsNamedWithItsPlaceInTheFile() {
        Attribute car = radio(OTHER, "Is there a car in the frame?", option(OTHER_YES, "yes"));

        OntologyMatch match = OntologyMatch.between(anOntology(), ontology(car));

        assertThat(match.missing(CAR)).isEmpty();
        assertThat(match.missing(CAR_NO))
                .contains(new Violation(
                        "/ontology/classifications/1/attribute/options/1",
                        "option-not-matched",
                        "The project's ontology has no option \"Is there a car in the frame?\" = \"no\", neither by the"
                                + " hash Car___no nor by its title."));
        assertThat(match.missing(RED))
                .map(Violation::path)
                .contains("/ontology/classifications/1/attribute/options/0/attributes/0");
        assertThat(match.missing(RED_NO)).map(Violation::code).contains("option-not-matched");
        assertThat(match.missing(NOTE)).map(Violation::path).contains("/ontology/classifications/3/attribute");
    }

    @Test
    void aTitleOfAnotherKindIsNoCounterpart() {
        OntologyMatch match = OntologyMatch.between(anOntology(), ontology(radio(OTHER, "Note")));

        assertThat(match.attribute(NOTE)).isEmpty();
        assertThat(match.missing(NOTE)).isPresent();
    }

    @Test
    void noTwoNodesBecomeOne() {
        Attribute swapped = radio(CAR, "Note or not", option(CAR_NO, "yes"));

        OntologyMatch match = OntologyMatch.between(anOntology(), ontology(swapped));

        assertThat(match.option(CAR_NO)).contains(CAR_NO);
        assertThat(match.option(CAR_YES)).isEmpty();
    }

    private static Ontology ontology(Attribute root) {
        return new Ontology(1, List.of(asked("Class_01", root)));
    }
}
