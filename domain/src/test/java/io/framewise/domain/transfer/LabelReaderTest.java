package io.framewise.domain.transfer;

import static io.framewise.domain.Fixtures.ANNA;
import static io.framewise.domain.Fixtures.BEN;
import static io.framewise.domain.Fixtures.CAR;
import static io.framewise.domain.Fixtures.CAR_NO;
import static io.framewise.domain.Fixtures.CAR_YES;
import static io.framewise.domain.Fixtures.FOG;
import static io.framewise.domain.Fixtures.NUMBER_OF_CARS;
import static io.framewise.domain.Fixtures.RAIN;
import static io.framewise.domain.Fixtures.RED;
import static io.framewise.domain.Fixtures.RED_YES;
import static io.framewise.domain.Fixtures.TIME_OF_DAY;
import static io.framewise.domain.Fixtures.WEATHER;
import static io.framewise.domain.Fixtures.aProject;
import static io.framewise.domain.Fixtures.aVideo;
import static io.framewise.domain.Fixtures.anOntology;
import static io.framewise.domain.Fixtures.anOrigin;
import static io.framewise.domain.Fixtures.asked;
import static io.framewise.domain.Fixtures.byAnna;
import static io.framewise.domain.Fixtures.hashOf;
import static io.framewise.domain.Fixtures.imported;
import static io.framewise.domain.Fixtures.option;
import static io.framewise.domain.Fixtures.radio;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.domain.Violation;
import io.framewise.domain.label.Acceptance;
import io.framewise.domain.label.Answer;
import io.framewise.domain.label.Label;
import io.framewise.domain.label.LabelSource;
import io.framewise.domain.label.RunOrigin;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.ontology.Attribute;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.ontology.Ontology;
import io.framewise.domain.ontology.Option;
import io.framewise.domain.transfer.LabelFile.LabelDraft;
import io.framewise.domain.transfer.LabelFile.RangeDraft;
import io.framewise.domain.transfer.LabelFile.SourceDraft;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LabelReaderTest {

    private static final SourceDraft BY_ANNA =
            new SourceDraft("person", "anna", null, null, null, null, null, null, null);
    private static final Answer YES = new Answer.Radio(CAR_YES);

    private final DataUnit video = aVideo(aProject());
    private final Findings findings = new Findings();

    @Test
    void whatWasExportedIsReadAsItWas() {
        List<Label> labels = List.of(
                imported(CAR, 0, 9, CAR_YES),
                byAnna(RED, 2, 3, RED_YES),
                byAnna(WEATHER, 0, 99, new Answer.Checklist(List.of(RAIN, FOG))),
                byAnna(NUMBER_OF_CARS, 0, 0, new Answer.Numeric(3)));

        Map<FeatureNodeHash, List<PlacedLabel>> read = read(labels.stream()
                .map(label -> LabelDraft.of(label, "title", null))
                .toArray(LabelDraft[]::new));

        assertThat(findings.violations()).isEmpty();
        assertThat(read.values().stream().flatMap(List::stream).map(PlacedLabel::label))
                .containsExactlyInAnyOrderElementsOf(labels);
        assertThat(read.get(RED)).extracting(PlacedLabel::path).containsExactly("/labels/1");
    }

    @Test
    void aLaneIsInFrameOrder() {
        Map<FeatureNodeHash, List<PlacedLabel>> read = read(answered(50, 59), answered(0, 9), answered(10, 19));

        assertThat(read.get(CAR)).extracting(PlacedLabel::path).containsExactly("/labels/1", "/labels/2", "/labels/0");
    }

    @Test
    void whatIsMissingIsPointedAt() {
        read(null, new LabelDraft(null, null, null, null, null, null, null, null, null));

        assertThat(found())
                .containsExactly(
                        "/labels/0 missing-label",
                        "/labels/1/attribute malformed-feature-node-hash",
                        "/labels/1/frameRange missing-field",
                        "/labels/1/source missing-field");
    }

    @Test
    void framesThatAreNotThereAreRefused() {
        for (RangeDraft range : List.of(
                new RangeDraft(-1, 4),
                new RangeDraft(4, 3),
                new RangeDraft(0, 100),
                new RangeDraft(Integer.MAX_VALUE, Integer.MAX_VALUE))) {
            Findings found = new Findings();

            reader(anOntology(), found)
                    .read(
                            List.of(new LabelDraft("Car_here", null, range, null, YES, BY_ANNA, null, null, null)),
                            video,
                            "/labels");

            assertThat(found.violations()).extracting(Violation::code).containsExactly("frame-out-of-range");
        }
    }

    @Test
    void labelsOfOneQuestionDoNotOverlap() {
        read(answered(0, 50), answered(10, 19), answered(30, 39), answered(51, 52));

        assertThat(found())
                .containsExactly("/labels/1/frameRange labels-overlap", "/labels/2/frameRange labels-overlap");
    }

    @Test
    void anAnswerAnswersItsQuestion() {
        read(
                new LabelDraft("Car_here", null, frames(), null, new Answer.Text("yes"), BY_ANNA, null, null, null),
                new LabelDraft("Car_here", null, frames(), null, new Answer.Radio(RED_YES), BY_ANNA, null, null, null),
                new LabelDraft("NumberOf", null, frames(), null, new Answer.Numeric(51), BY_ANNA, null, null, null),
                new LabelDraft(
                        "Car_here",
                        null,
                        frames(),
                        null,
                        new Answer.Radio(hash("nowhere_")),
                        BY_ANNA,
                        null,
                        null,
                        null),
                new LabelDraft("nowhere_", null, frames(), null, YES, BY_ANNA, null, null, null));

        assertThat(found())
                .containsExactly(
                        "/labels/0/answer answer-kind",
                        "/labels/1/answer unknown-option",
                        "/labels/2/answer number-out-of-bounds",
                        "/labels/3/answer unknown-option",
                        "/labels/4/attribute unknown-attribute");
    }

    @Test
    void aNodeThatTheProjectDoesNotHaveIsToldOnce() {
        Ontology project = new Ontology(
                1, List.of(asked("Class_01", radio(CAR, "Is there a car in the frame?", option(CAR_YES, "yes")))));
        LabelDraft no =
                new LabelDraft("Car_here", null, frames(), null, new Answer.Radio(CAR_NO), BY_ANNA, null, null, null);
        LabelDraft day = new LabelDraft("TimeOfDy", null, frames(), null, YES, BY_ANNA, null, null, null);

        reader(project, findings).read(List.of(no, day, no, day), video, "/labels");

        assertThat(found())
                .containsExactly(
                        "/ontology/classifications/1/attribute/options/1 option-not-matched",
                        "/ontology/classifications/0/attribute attribute-not-matched");
    }

    @Test
    void whatWasArchivedMayHaveBeenAnswered() {
        Attribute archived = new Attribute.Radio(
                CAR, "Is there a car in the frame?", true, true, List.of(new Option(CAR_YES, "yes", true, List.of())));

        reader(new Ontology(2, List.of(asked("Class_02", archived))), findings)
                .read(List.of(answered(0, 9)), video, "/labels");

        assertThat(findings.violations()).isEmpty();
    }

    @Test
    void whoMadeALabelIsSaidInFull() {
        read(
                by(new SourceDraft("dog", null, null, null, null, null, null, null, null), null),
                by(new SourceDraft("person", " ", null, null, null, null, null, null, null), null),
                by(new SourceDraft("run", null, "1", null, 0, "f", 2.0, "anna", "yesterday"), new float[] {1}));

        assertThat(found())
                .containsExactly(
                        "/labels/0/source/type unknown-type",
                        "/labels/1/source/actor actor-name",
                        "/labels/2/source/run invalid-value",
                        "/labels/2/source/model title-length",
                        "/labels/2/source/iteration invalid-value",
                        "/labels/2/source/weights not-a-content-hash",
                        "/labels/2/source/confidence confidence-out-of-range",
                        "/labels/2/source/reviewedAt invalid-value");
    }

    @Test
    void confidencesAreOneAFrameAndFromZeroToOne() {
        SourceDraft run = new SourceDraft(
                "run",
                null,
                anOrigin().run().toString(),
                "Car",
                1,
                hashOf("weights").sha256(),
                0.5,
                null,
                null);

        read(
                by(run, null),
                by(run, new float[9]),
                by(BY_ANNA, new float[10]),
                by(run, confidences(3, Float.NaN)),
                by(run, confidences(4, Float.POSITIVE_INFINITY)),
                by(run, confidences(5, -0.001f)));

        assertThat(found())
                .containsExactly(
                        "/labels/0/confidences confidence-count",
                        "/labels/1/confidences confidence-count",
                        "/labels/2/confidences confidence-count",
                        "/labels/3/confidences/3 confidence-out-of-range",
                        "/labels/4/confidences/4 confidence-out-of-range",
                        "/labels/5/confidences/5 confidence-out-of-range");
    }

    @Test
    void aRunKeepsItsNameAndAPersonToo() {
        SourceDraft run = new SourceDraft(
                "run",
                null,
                UUID.randomUUID().toString(),
                "Car",
                2,
                hashOf("weights").sha256(),
                0.25,
                "ben",
                "2026-03-02T09:30:00Z");

        Map<FeatureNodeHash, List<PlacedLabel>> read = read(by(run, new float[10]), person(TIME_OF_DAY));

        assertThat(read.get(CAR).get(0).label().source())
                .isEqualTo(new LabelSource.Imported(
                        new RunOrigin(UUID.fromString(run.run()), "Car", 2, hashOf("weights"), 0.25),
                        new Acceptance(BEN, Instant.parse("2026-03-02T09:30:00Z"))));
        assertThat(read.get(TIME_OF_DAY).get(0).label().source()).isEqualTo(new LabelSource.Person(ANNA));
    }

    private Map<FeatureNodeHash, List<PlacedLabel>> read(LabelDraft... drafts) {
        return reader(anOntology(), findings).read(Arrays.asList(drafts), video, "/labels");
    }

    private static LabelReader reader(Ontology project, Findings findings) {
        return new LabelReader(OntologyMatch.between(anOntology(), project), findings);
    }

    private List<String> found() {
        return findings.violations().stream()
                .map(violation -> violation.path() + " " + violation.code())
                .toList();
    }

    private static LabelDraft answered(int first, int last) {
        return new LabelDraft("Car_here", null, new RangeDraft(first, last), null, YES, BY_ANNA, null, null, null);
    }

    private static LabelDraft by(SourceDraft source, float[] confidences) {
        return new LabelDraft("Car_here", null, frames(), null, YES, source, confidences, null, null);
    }

    private static LabelDraft person(FeatureNodeHash attribute) {
        return new LabelDraft(
                attribute.value(), null, frames(), null, new Answer.Radio(hash("TOD_day_")), BY_ANNA, null, null, null);
    }

    private static RangeDraft frames() {
        return new RangeDraft(0, 9);
    }

    private static float[] confidences(int wrong, float value) {
        float[] confidences = new float[10];
        confidences[wrong] = value;
        return confidences;
    }

    private static FeatureNodeHash hash(String value) {
        return new FeatureNodeHash(value);
    }
}
