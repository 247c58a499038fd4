package io.framewise.domain.model;

import static io.framewise.domain.Fixtures.CAR;
import static io.framewise.domain.Fixtures.CAR_NO;
import static io.framewise.domain.Fixtures.CAR_YES;
import static io.framewise.domain.Fixtures.DAY;
import static io.framewise.domain.Fixtures.NIGHT;
import static io.framewise.domain.Fixtures.NOTE;
import static io.framewise.domain.Fixtures.NUMBER_OF_CARS;
import static io.framewise.domain.Fixtures.RAIN;
import static io.framewise.domain.Fixtures.RED;
import static io.framewise.domain.Fixtures.RED_YES;
import static io.framewise.domain.Fixtures.WEATHER;
import static io.framewise.domain.Fixtures.aCarModel;
import static io.framewise.domain.Fixtures.aModel;
import static io.framewise.domain.Fixtures.aRedModel;
import static io.framewise.domain.Fixtures.anOntology;
import static io.framewise.domain.Fixtures.carMapping;
import static io.framewise.domain.Fixtures.mapping;
import static io.framewise.domain.Fixtures.redMapping;
import static io.framewise.domain.Refusals.messages;
import static io.framewise.domain.Refusals.violations;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.domain.ontology.Attribute;
import io.framewise.domain.ontology.Classification;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.ontology.Ontology;
import io.framewise.domain.ontology.Option;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One correct class per frame (rule 1). */
class MappingRulesTest {

    private static final FeatureNodeHash NOBODY = new FeatureNodeHash("________");

    @Test
    void featuresOnOptionsOfOneRadioAttributeAnswerIt() {
        Attribute attribute = MappingRules.check(carMapping(), aCarModel(), anOntology());

        assertThat(attribute.featureNodeHash()).isEqualTo(CAR);
    }

    @Test
    void aNestedRadioAttributeMayBeAnswered() {
        Attribute attribute = MappingRules.check(redMapping(), aRedModel(), anOntology());

        assertThat(attribute.featureNodeHash()).isEqualTo(RED);
    }

    @Test
    void aFeatureMayBeLeftUnmapped() {
        Attribute attribute = MappingRules.check(mapping("blurred", CAR_NO), aCarModel(), anOntology());

        assertThat(attribute.featureNodeHash()).isEqualTo(CAR);
    }

    @Test
    void atLeastOneFeatureIsMapped() {
        assertThat(refused(mapping())).containsExactly("/featuresMapping nothing-mapped");
    }

    @Test
    void onlyFeaturesOfTheModelAreMapped() {
        FeaturesMapping mapping = mapping("car", CAR_YES, "Car", CAR_NO, "bus", CAR_NO);

        assertThat(refused(new FeaturesMapping(mapping.options(), true)))
                .containsExactly("/featuresMapping/Car unknown-feature", "/featuresMapping/bus unknown-feature");
        assertThat(messages(() -> MappingRules.check(mapping("bus", CAR_NO), aCarModel(), anOntology())))
                .anyMatch(message -> message.contains("car, no car, blurred"));
    }

    @Test
    void aFeatureIsMappedToAnOptionThatThereIs() {
        assertThat(refused(mapping("car", NOBODY))).containsExactly("/featuresMapping/car unknown-option");
    }

    @Test
    void aFeatureIsNotMappedToAnAttributeButToOneOfItsOptions() {
        assertThat(refused(mapping("car", CAR))).containsExactly("/featuresMapping/car attribute-target");
    }

    @Test
    void aChecklistIsNotAnsweredByAModel() {
        assertThat(refused(mapping("car", RAIN))).containsExactly("/featuresMapping/car checklist-target");
        assertThat(refused(mapping("car", WEATHER))).containsExactly("/featuresMapping/car checklist-target");
    }

    @Test
    void aTextIsNotAnsweredByAModel() {
        assertThat(refused(mapping("car", NOTE))).containsExactly("/featuresMapping/car text-target");
    }

    @Test
    void aNumberIsNotAnsweredByAModel() {
        assertThat(refused(mapping("car", NUMBER_OF_CARS))).containsExactly("/featuresMapping/car numeric-target");
    }

    @Test
    void twoAttributesAreNotAnsweredByOneModel() {
        assertThat(refused(mapping("car", CAR_YES, "no car", NIGHT)))
                .containsExactly("/featuresMapping several-attributes");
        assertThat(refused(mapping("car", CAR_YES, "no car", RED_YES)))
                .as("not even parent and child")
                .containsExactly("/featuresMapping several-attributes");
    }

    @Test
    void twoFeaturesDoNotStandForOneOptionUnlessTheAdminSaysMerge() {
        FeaturesMapping twice = mapping("car", CAR_YES, "no car", CAR_NO, "blurred", CAR_NO);

        assertThat(refused(twice)).containsExactly("/featuresMapping/blurred option-mapped-twice");
        assertThat(MappingRules.check(new FeaturesMapping(twice.options(), true), aCarModel(), anOntology())
                        .featureNodeHash())
                .isEqualTo(CAR);
    }

    @Test
    void anArchivedOptionIsNotPredicted() {
        Option day = new Option(DAY, "day", true, List.of());
        Ontology ontology = of(new Attribute.Radio(CAR, "Time", false, false, List.of(day)));

        assertThat(violations(() -> MappingRules.check(mapping("car", DAY), aCarModel(), ontology)))
                .containsExactly("/featuresMapping/car archived-target");
    }

    @Test
    void anArchivedAttributeIsNotPredicted() {
        Option day = new Option(DAY, "day", false, List.of());
        Ontology ontology = of(new Attribute.Radio(CAR, "Time", false, true, List.of(day)));

        assertThat(violations(() -> MappingRules.check(mapping("car", DAY), aCarModel(), ontology)))
                .containsExactly("/featuresMapping/car archived-target");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        FeaturesMapping mapping = mapping("car", CAR_YES, "no car", CAR_YES, "bus", RAIN, "blurred", NOBODY);

        assertThat(refused(mapping))
                .containsExactlyInAnyOrder(
                        "/featuresMapping/bus unknown-feature",
                        "/featuresMapping/bus checklist-target",
                        "/featuresMapping/blurred unknown-option",
                        "/featuresMapping several-attributes",
                        "/featuresMapping/no car option-mapped-twice");
    }

    @Test
    void thePathOfAFeatureIsAJsonPointerWhateverItsName() {
        Model model = aModel("Odd", "a/b~c", "d");

        assertThat(violations(() -> MappingRules.check(mapping("a/b~c", NOBODY), model, anOntology())))
                .containsExactly("/featuresMapping/a~1b~0c unknown-option");
    }

    private static List<String> refused(FeaturesMapping mapping) {
        return violations(() -> MappingRules.check(mapping, aCarModel(), anOntology()));
    }

    private static Ontology of(Attribute attribute) {
        return new Ontology(1, List.of(new Classification(new FeatureNodeHash("Class_01"), attribute)));
    }
}
