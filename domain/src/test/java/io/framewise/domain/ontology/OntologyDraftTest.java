package io.framewise.domain.ontology;

import static io.framewise.domain.Refusals.violations;
import static io.framewise.domain.ontology.Drafts.asking;
import static io.framewise.domain.ontology.Drafts.attribute;
import static io.framewise.domain.ontology.Drafts.checklist;
import static io.framewise.domain.ontology.Drafts.nested;
import static io.framewise.domain.ontology.Drafts.newHashes;
import static io.framewise.domain.ontology.Drafts.numeric;
import static io.framewise.domain.ontology.Drafts.option;
import static io.framewise.domain.ontology.Drafts.radio;
import static io.framewise.domain.ontology.Drafts.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.domain.Fixtures;
import io.framewise.domain.ontology.OntologyDraft.AttributeDraft;
import io.framewise.domain.ontology.OntologyDraft.ClassificationDraft;
import io.framewise.domain.ontology.OntologyDraft.OptionDraft;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Drafts that become ontologies, and those that are refused. */
class OntologyDraftTest {

    @Test
    void aDraftBecomesTheFirstRevisionWithAllFourKindsOfAttribute() {
        OntologyDraft draft = Drafts.street();

        Ontology ontology = Ontology.drafted(draft, newHashes());

        assertThat(ontology.revision()).isEqualTo(1);
        assertThat(ontology.attributes().map(Attribute::title))
                .containsExactly(
                        "Time of day",
                        "Is there a car in the frame?",
                        "Is the car red?",
                        "Weather",
                        "Note",
                        "Number of cars");
        assertThat(ontology.attributes().map(attribute -> (Object) attribute.getClass()))
                .containsExactly(
                        Attribute.Radio.class,
                        Attribute.Radio.class,
                        Attribute.Radio.class,
                        Attribute.Checklist.class,
                        Attribute.Text.class,
                        Attribute.Numeric.class);
    }

    @Test
    void everyNodeWithoutAHashGetsItsOwn() {
        Ontology ontology = Ontology.drafted(Drafts.street(), newHashes());

        List<FeatureNodeHash> hashes = hashes(ontology);

        assertThat(hashes).hasSize(5 + 6 + 8).doesNotHaveDuplicates();
    }

    @Test
    void aFreshHashThatIsTakenIsPassedOver() {
        Iterator<FeatureNodeHash> clumsy = Stream.of("AAAAAAAA", "AAAAAAAA", "AAAAAAAA", "BBBBBBBB")
                .map(FeatureNodeHash::new)
                .iterator();

        Ontology ontology = Ontology.drafted(asking(text("Note")), clumsy::next);

        assertThat(hashes(ontology)).extracting(FeatureNodeHash::value).containsExactly("AAAAAAAA", "BBBBBBBB");
    }

    @Test
    void aHashThatADraftBringsIsKept() {
        OntologyDraft draft = Drafts.of(Fixtures.anOntology());

        Ontology ontology = Ontology.drafted(draft, newHashes());

        assertThat(ontology).isEqualTo(Fixtures.anOntology());
    }

    @Test
    void whatIsNotSaidIsNeitherRequiredNorArchived() {
        Ontology ontology = Ontology.drafted(asking(radio("Weather", option("rain"))), newHashes());

        Attribute attribute = ontology.attributes().findFirst().orElseThrow();

        assertThat(attribute.required()).isFalse();
        assertThat(attribute.archived()).isFalse();
        assertThat(attribute.options().get(0).archived()).isFalse();
    }

    @Test
    void titlesLoseTheBlanksAroundThem() {
        Ontology ontology = Ontology.drafted(asking(radio("  Weather\n", option("\train "))), newHashes());

        assertThat(ontology.attributes().findFirst().orElseThrow().title()).isEqualTo("Weather");
        assertThat(ontology.attributes()
                        .findFirst()
                        .orElseThrow()
                        .options()
                        .get(0)
                        .title())
                .isEqualTo("rain");
    }

    @Test
    void anEmptyDraftIsAnEmptyOntology() {
        assertThat(Ontology.drafted(new OntologyDraft(null), newHashes()).classifications())
                .isEmpty();
        assertThat(Ontology.drafted(asking(), newHashes()).classifications()).isEmpty();
    }

    @Test
    void sevenLevelsAreAllowed() {
        Ontology ontology = Ontology.drafted(asking(nested(7)), newHashes());

        assertThat(ontology.attributes()).hasSize(7);
    }

    @Test
    void anEighthLevelIsRefusedWhereItStands() {
        String eighth = "/classifications/0/attribute" + "/options/0/attributes/0".repeat(7);

        assertThat(refused(asking(nested(8)))).containsExactly(eighth + " too-deep");
        assertThat(refused(asking(nested(20))))
                .as("what is below it is not read")
                .containsExactly(eighth + " too-deep");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceWithItsPath() {
        OntologyDraft draft = asking(
                radio("", option("a"), option("A")),
                checklist("Weather", option("rain", text("How much?"))),
                attribute("slider", "Speed"),
                attribute("text", "Note", option("a")),
                numeric("Cars", 5.0, 1.0),
                radio("weather"));

        assertThat(refused(draft))
                .containsExactlyInAnyOrder(
                        "/classifications/0/attribute/title missing-title",
                        "/classifications/0/attribute/options/1/title duplicate-title",
                        "/classifications/1/attribute/options/0/attributes nested-below-checklist",
                        "/classifications/2/attribute/type unknown-attribute-type",
                        "/classifications/3/attribute/options unexpected-options",
                        "/classifications/4/attribute/minimum minimum-above-maximum",
                        "/classifications/5/attribute/options no-options",
                        "/classifications/5/attribute/title duplicate-title");
    }

    @Test
    void aTextEndsTheNesting() {
        OntologyDraft draft = asking(attribute("text", "Note", option("yes", text("Why?"))));

        assertThat(refused(draft)).containsExactly("/classifications/0/attribute/options unexpected-options");
    }

    @Test
    void aNumberHasBoundsAndNothingElseHas() {
        AttributeDraft bounded = new AttributeDraft(null, "text", "Note", null, null, null, 0.0, null);

        assertThat(refused(asking(bounded))).containsExactly("/classifications/0/attribute bounds-on-non-numeric");
        assertThat(Ontology.drafted(asking(numeric("Cars", 3.0, 3.0)), newHashes())
                        .attributes())
                .hasSize(1);
        assertThat(Ontology.drafted(asking(numeric("Cars", null, null)), newHashes())
                        .attributes())
                .hasSize(1);
    }

    @Test
    void anOptionMayHaveAColorOfItsOwn() {
        OptionDraft red = new OptionDraft(null, "red", "#C23b6B", null, null);
        OptionDraft named = new OptionDraft(null, "blue", "blue", null, null);

        assertThat(refused(asking(
                        new AttributeDraft(null, "radio", "Color", null, null, List.of(red, named), null, null))))
                .containsExactly("/classifications/0/attribute/options/1/color malformed-color");
        OntologyDraft colored =
                asking(new AttributeDraft(null, "radio", "Color", null, null, List.of(red), null, null));
        assertThat(Ontology.drafted(colored, newHashes()).attributes().flatMap(each -> each.options().stream()))
                .extracting(Option::color)
                .containsExactly("#C23b6B");
    }

    @Test
    void holesInADraftAreRefusedWhereTheyAre() {
        List<OptionDraft> options = new ArrayList<>();
        options.add(option("rain"));
        options.add(null);
        options.add(new OptionDraft(null, "fog", null, null, Arrays.asList((AttributeDraft) null)));
        AttributeDraft holey = new AttributeDraft(null, "radio", "Weather", null, null, options, null, null);
        List<ClassificationDraft> classifications = new ArrayList<>();
        classifications.add(null);
        classifications.add(new ClassificationDraft(null, null));
        classifications.add(new ClassificationDraft(null, holey));
        classifications.add(
                new ClassificationDraft(null, new AttributeDraft(null, null, null, null, null, null, null, null)));

        assertThat(refused(new OntologyDraft(classifications)))
                .containsExactlyInAnyOrder(
                        "/classifications/0/attribute missing-attribute",
                        "/classifications/1/attribute missing-attribute",
                        "/classifications/2/attribute/options/1 missing-option",
                        "/classifications/2/attribute/options/2/attributes/0 missing-attribute",
                        "/classifications/3/attribute/title missing-title",
                        "/classifications/3/attribute/type unknown-attribute-type");
    }

    @Test
    void aTitleHasAtMostTwoHundredCharacters() {
        assertThat(Ontology.drafted(asking(text("x".repeat(200))), newHashes()).attributes())
                .hasSize(1);
        assertThat(refused(asking(text("x".repeat(201)))))
                .containsExactly("/classifications/0/attribute/title title-too-long");
    }

    @Test
    void theSameTitleMayStandInDifferentPlaces() {
        OntologyDraft draft = asking(
                radio("Car", option("yes", radio("Red?", option("yes"), option("no"))), option("no")),
                radio("Bus", option("yes", radio("Red?", option("yes"), option("no"))), option("no")));

        assertThat(Ontology.drafted(draft, newHashes()).attributes()).hasSize(4);
    }

    @Test
    void siblingsBelowOneOptionHaveDifferentTitles() {
        OntologyDraft draft = asking(radio("Car", option("yes", text("Note"), text("NOTE"))));

        assertThat(refused(draft))
                .containsExactly("/classifications/0/attribute/options/0/attributes/1/title duplicate-title");
    }

    @Test
    void aHashNamesOneNodeAndIsWellFormed() {
        OntologyDraft draft = new OntologyDraft(List.of(
                new ClassificationDraft("SameHash", text("One")),
                new ClassificationDraft("SameHash", text("Two")),
                new ClassificationDraft("too short?", text("Three"))));

        assertThat(refused(draft))
                .containsExactly(
                        "/classifications/1/featureNodeHash duplicate-feature-node-hash",
                        "/classifications/2/featureNodeHash malformed-feature-node-hash");
    }

    @Test
    void anOntologyHasAtMostTenThousandNodes() {
        OptionDraft[] options =
                IntStream.range(0, 9_998).mapToObj(i -> option("option " + i)).toArray(OptionDraft[]::new);
        OptionDraft[] oneMore =
                IntStream.range(0, 9_999).mapToObj(i -> option("option " + i)).toArray(OptionDraft[]::new);

        assertThat(Ontology.drafted(asking(radio("Many", options)), newHashes()).attributes())
                .hasSize(1);
        assertThat(refused(asking(radio("Many", oneMore)))).containsExactly("/classifications too-many-nodes");
    }

    private static List<String> refused(OntologyDraft draft) {
        return violations(() -> Ontology.drafted(draft, newHashes()));
    }

    private static List<FeatureNodeHash> hashes(Ontology ontology) {
        Set<FeatureNodeHash> roots = ontology.classifications().stream()
                .map(Classification::featureNodeHash)
                .collect(Collectors.toSet());
        return Stream.concat(
                        roots.stream(),
                        ontology.attributes()
                                .flatMap(attribute -> Stream.concat(
                                        Stream.of(attribute.featureNodeHash()),
                                        attribute.options().stream().map(Option::featureNodeHash))))
                .toList();
    }
}
