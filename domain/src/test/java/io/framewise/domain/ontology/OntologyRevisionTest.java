package io.framewise.domain.ontology;

import static io.framewise.domain.Fixtures.CAR_NO;
import static io.framewise.domain.Fixtures.CAR_YES;
import static io.framewise.domain.Fixtures.NOTE;
import static io.framewise.domain.Fixtures.RED;
import static io.framewise.domain.Fixtures.TIME_OF_DAY;
import static io.framewise.domain.Fixtures.WEATHER;
import static io.framewise.domain.Fixtures.anOntology;
import static io.framewise.domain.Refusals.messages;
import static io.framewise.domain.Refusals.violations;
import static io.framewise.domain.ontology.Drafts.newHashes;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.domain.ontology.OntologyDraft.AttributeDraft;
import io.framewise.domain.ontology.OntologyDraft.ClassificationDraft;
import io.framewise.domain.ontology.OntologyDraft.OptionDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What may become of an ontology from one revision to the next. */
class OntologyRevisionTest {

    private static final Ontology BEFORE = anOntology();

    @Test
    void anEditThatChangesNothingIsTheNextRevisionWithTheSameNodes() {
        OntologyDraft same = Drafts.of(BEFORE);

        Ontology next = BEFORE.revisedTo(same, newHashes());

        assertThat(next).isEqualTo(new Ontology(2, BEFORE.classifications()));
    }

    @Test
    void newNodesGetNewHashesAndTheOthersKeepTheirs() {
        OntologyDraft draft = Drafts.of(
                BEFORE, edit(WEATHER, weather -> withOptions(weather, plus(weather.options(), Drafts.option("snow")))));

        Ontology next = BEFORE.revisedTo(draft, newHashes());

        assertThat(next.attribute(WEATHER).orElseThrow().options())
                .extracting(option -> option.featureNodeHash().value())
                .containsExactly("W___rain", "W____fog", "New00001");
        assertThat(next.attributes().map(Attribute::featureNodeHash))
                .containsExactlyElementsOf(
                        BEFORE.attributes().map(Attribute::featureNodeHash).toList());
    }

    @Test
    void questionsMayBeNestedBelowAnOptionLater() {
        OntologyDraft draft = Drafts.of(BEFORE, edit(TIME_OF_DAY, time -> {
            OptionDraft day = time.options().get(0);
            OptionDraft sunny =
                    new OptionDraft(day.featureNodeHash(), day.title(), null, null, List.of(Drafts.text("Sunny?")));
            return withOptions(time, List.of(sunny, time.options().get(1)));
        }));

        Ontology next = BEFORE.revisedTo(draft, newHashes());

        assertThat(next.below(TIME_OF_DAY)).extracting(Attribute::title).containsExactly("Sunny?");
    }

    @Test
    void titlesAndWhetherAnAnswerIsRequiredMayChange() {
        OntologyDraft draft = Drafts.of(
                BEFORE,
                edit(
                        RED,
                        red -> new AttributeDraft(
                                red.featureNodeHash(),
                                red.type(),
                                "Red car?",
                                false,
                                false,
                                red.options(),
                                null,
                                null)));

        Ontology next = BEFORE.revisedTo(draft, newHashes());

        assertThat(next.attribute(RED).orElseThrow().title()).isEqualTo("Red car?");
        assertThat(next.attribute(RED).orElseThrow().required()).isFalse();
    }

    @Test
    void anAttributeMayBeArchivedInsteadOfRemoved() {
        OntologyDraft draft = Drafts.of(
                BEFORE,
                edit(
                        NOTE,
                        note -> new AttributeDraft(
                                note.featureNodeHash(), note.type(), note.title(), null, true, null, null, null)));

        Ontology next = BEFORE.revisedTo(draft, newHashes());

        assertThat(next.attribute(NOTE).orElseThrow().archived()).isTrue();
    }

    @Test
    void anOptionMayBeArchivedInsteadOfRemoved() {
        OntologyDraft draft = Drafts.of(BEFORE, edit(WEATHER, weather -> {
            OptionDraft rain = weather.options().get(0);
            OptionDraft gone = new OptionDraft(rain.featureNodeHash(), rain.title(), null, true, null);
            return withOptions(weather, List.of(gone, weather.options().get(1)));
        }));

        Ontology next = BEFORE.revisedTo(draft, newHashes());

        assertThat(next.attribute(WEATHER).orElseThrow().options())
                .extracting(Option::archived)
                .containsExactly(true, false);
    }

    @Test
    void aRemovedAttributeIsRefusedWithAllThatHangsOnIt() {
        OntologyDraft draft = Drafts.of(BEFORE, edit(RED, red -> null));

        List<String> refused = violations(() -> BEFORE.revisedTo(draft, newHashes()));

        assertThat(refused)
                .containsExactly(
                        "/classifications node-removed",
                        "/classifications node-removed",
                        "/classifications node-removed");
        assertThat(messages(() -> BEFORE.revisedTo(draft, newHashes())))
                .anyMatch(message -> message.contains("Is the car red?") && message.contains("Archive"));
    }

    @Test
    void aRemovedOptionIsRefused() {
        OntologyDraft draft = Drafts.of(
                BEFORE,
                edit(WEATHER, weather -> withOptions(weather, weather.options().subList(0, 1))));

        assertThat(violations(() -> BEFORE.revisedTo(draft, newHashes())))
                .containsExactly("/classifications node-removed");
    }

    @Test
    void aRemovedClassificationIsRefused() {
        OntologyDraft all = Drafts.of(BEFORE);
        OntologyDraft draft = new OntologyDraft(all.classifications().subList(0, 4));

        assertThat(violations(() -> BEFORE.revisedTo(draft, newHashes())))
                .as("the classification and its attribute")
                .containsExactly("/classifications node-removed", "/classifications node-removed");
    }

    @Test
    void anOptionThatMovesToAnotherQuestionIsRefused() {
        List<OptionDraft> moved = new ArrayList<>();
        OntologyDraft without = Drafts.of(BEFORE, edit(TIME_OF_DAY, time -> {
            moved.add(time.options().get(1));
            return withOptions(time, time.options().subList(0, 1));
        }));
        List<ClassificationDraft> classifications = new ArrayList<>(without.classifications());
        ClassificationDraft weather = classifications.get(2);
        classifications.set(
                2,
                new ClassificationDraft(
                        weather.featureNodeHash(),
                        withOptions(
                                weather.attribute(), plus(weather.attribute().options(), moved.get(0)))));

        assertThat(violations(() -> BEFORE.revisedTo(new OntologyDraft(classifications), newHashes())))
                .containsExactly("/classifications node-moved");
    }

    @Test
    void aQuestionThatMovesBelowAnotherOptionIsRefused() {
        OntologyDraft draft = Drafts.of(BEFORE, attribute -> {
            if (!attribute.title().startsWith("Is there a car")) {
                return attribute;
            }
            OptionDraft yes = attribute.options().get(0);
            OptionDraft no = attribute.options().get(1);
            return withOptions(
                    attribute,
                    List.of(
                            new OptionDraft(CAR_YES.value(), yes.title(), null, null, null),
                            new OptionDraft(CAR_NO.value(), no.title(), null, null, yes.attributes())));
        });

        assertThat(violations(() -> BEFORE.revisedTo(draft, newHashes())))
                .containsExactly("/classifications node-moved");
    }

    @Test
    void anAttributeThatChangesItsKindIsRefused() {
        OntologyDraft draft = Drafts.of(
                BEFORE,
                edit(
                        WEATHER,
                        weather -> new AttributeDraft(
                                weather.featureNodeHash(),
                                "radio",
                                weather.title(),
                                null,
                                null,
                                weather.options(),
                                null,
                                null)));

        assertThat(violations(() -> BEFORE.revisedTo(draft, newHashes())))
                .containsExactly("/classifications node-kind-changed");
    }

    @Test
    void whatStandsInAnotherOrderStaysTheSame() {
        List<ClassificationDraft> reversed = new ArrayList<>(Drafts.of(BEFORE).classifications());
        java.util.Collections.reverse(reversed);

        Ontology next = BEFORE.revisedTo(new OntologyDraft(reversed), newHashes());

        assertThat(next.classifications()).containsExactlyInAnyOrderElementsOf(BEFORE.classifications());
    }

    private static UnaryOperator<AttributeDraft> edit(FeatureNodeHash which, UnaryOperator<AttributeDraft> edit) {
        return attribute -> which.value().equals(attribute.featureNodeHash()) ? edit.apply(attribute) : attribute;
    }

    private static AttributeDraft withOptions(AttributeDraft attribute, List<OptionDraft> options) {
        return new AttributeDraft(
                attribute.featureNodeHash(),
                attribute.type(),
                attribute.title(),
                attribute.required(),
                attribute.archived(),
                options,
                attribute.minimum(),
                attribute.maximum());
    }

    private static <T> List<T> plus(List<T> list, T one) {
        List<T> longer = new ArrayList<>(list);
        longer.add(one);
        return longer;
    }
}
