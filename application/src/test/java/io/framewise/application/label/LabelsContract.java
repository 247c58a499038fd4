package io.framewise.application.label;

import static io.framewise.domain.Fixtures.ANNA;
import static io.framewise.domain.Fixtures.BEN;
import static io.framewise.domain.Fixtures.CAR;
import static io.framewise.domain.Fixtures.CAR_NO;
import static io.framewise.domain.Fixtures.CAR_YES;
import static io.framewise.domain.Fixtures.DAY;
import static io.framewise.domain.Fixtures.FOG;
import static io.framewise.domain.Fixtures.NIGHT;
import static io.framewise.domain.Fixtures.NOTE;
import static io.framewise.domain.Fixtures.NOW;
import static io.framewise.domain.Fixtures.NUMBER_OF_CARS;
import static io.framewise.domain.Fixtures.RAIN;
import static io.framewise.domain.Fixtures.RED;
import static io.framewise.domain.Fixtures.RED_YES;
import static io.framewise.domain.Fixtures.TIME_OF_DAY;
import static io.framewise.domain.Fixtures.WEATHER;
import static io.framewise.domain.Fixtures.aRun;
import static io.framewise.domain.Fixtures.acceptedByBen;
import static io.framewise.domain.Fixtures.byAnna;
import static io.framewise.domain.Fixtures.byRun;
import static io.framewise.domain.Fixtures.hashOf;
import static io.framewise.domain.Fixtures.imported;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framewise.application.StoresContract;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.label.Answer;
import io.framewise.domain.label.ChangeCause;
import io.framewise.domain.label.Confidences;
import io.framewise.domain.label.Label;
import io.framewise.domain.label.LabelChange;
import io.framewise.domain.label.LabelSource;
import io.framewise.domain.label.RunOrigin;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.project.Project;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store of {@link Labels} does. */
public abstract class LabelsContract extends StoresContract {

    private static final ChangeCause ANSWERED = ChangeCause.by(ANNA, ChangeCause.Kind.ANSWERED, NOW);

    @Test
    void answersOfEveryKindComeBackAsTheyWereAdded() {
        DataUnit video = storedVideo(storedProject());
        List<Label> labels = List.of(
                byAnna(TIME_OF_DAY, 0, 99, DAY),
                byAnna(WEATHER, 0, 4, new Answer.Checklist(List.of(RAIN, FOG))),
                byAnna(WEATHER, 5, 9, new Answer.Checklist(List.of())),
                byAnna(NOTE, 0, 0, new Answer.Text("\"Süd\" \\ 'Ost'\n\t東京 🚗; -- {}")),
                byAnna(NOTE, 1, 1, new Answer.Text("x".repeat(Answer.MAX_TEXT))),
                byAnna(NUMBER_OF_CARS, 0, 0, new Answer.Numeric(0.1)),
                byAnna(NUMBER_OF_CARS, 1, 1, new Answer.Numeric(-1e300)),
                byAnna(NUMBER_OF_CARS, 2, 2, new Answer.Numeric(50)));

        add(video, labels);

        assertThat(all(video)).containsExactlyInAnyOrderElementsOf(labels);
    }

    @Test
    void whoSaysSoAndHowSurelyComesBackAsItWasAdded() {
        InferenceRun run = storedRun();
        DataUnitId video = run.request().dataUnitId();
        Label ofTheRun = new Label(
                CAR,
                new FrameRange(7, 11),
                new Answer.Radio(CAR_YES),
                new LabelSource.Run(run.id().value()),
                Confidences.of(
                        new float[] {0, 1, 0.1f, 0.99999994f, 1 / 3f},
                        BitSet.valueOf(new long[] {0b10110}),
                        BitSet.valueOf(new long[] {0b01100})));
        Label ofBen = new Label(
                CAR, new FrameRange(12, 12), new Answer.Radio(CAR_NO), new LabelSource.Person(BEN), Confidences.NONE);

        add(video, List.of(ofTheRun, ofBen));

        assertThat(overlapping(video, 0, 99, Set.of())).containsExactly(ofTheRun, ofBen);
        assertThat(overlapping(video, 0, 99, Set.of()).get(0).held())
                .isEqualTo(FrameRanges.ofAll(List.of(new FrameRange(8, 9), FrameRange.single(11))));
        assertThat(overlapping(video, 0, 99, Set.of()).get(0).smoothed()).isEqualTo(FrameRanges.of(9, 10));
    }

    @Test
    void whoHasAcceptedAnAnswerComesBackAsItWasAdded() {
        InferenceRun run = storedRun();
        DataUnitId video = run.request().dataUnitId();
        Label proposed = byRun(run.id(), CAR, 0, 4, CAR_YES);
        Label accepted = acceptedByBen(run.id(), CAR, 5, 6, CAR_YES);

        add(video, List.of(proposed, accepted));

        assertThat(overlapping(video, 0, 99, Set.of())).containsExactly(proposed, accepted);
    }

    @Test
    void labelsComeByAttributeAndFrame() {
        DataUnit video = storedVideo(storedProject());
        List<Label> labels = new ArrayList<>(List.of(
                byAnna(TIME_OF_DAY, 50, 99, NIGHT),
                byAnna(CAR, 40, 49, CAR_NO),
                byAnna(TIME_OF_DAY, 0, 49, DAY),
                byAnna(RED, 0, 9, RED_YES),
                byAnna(CAR, 0, 39, CAR_YES)));

        add(video, labels);

        labels.sort(Comparator.comparing(Label::attribute).thenComparing(Label::frames));
        assertThat(all(video)).containsExactlyElementsOf(labels);
    }

    @Test
    void theLabelsOfARangeAreThoseWithAFrameInItWhole() {
        DataUnit video = storedVideo(storedProject());
        Label first = byAnna(CAR, 0, 9, CAR_YES);
        Label second = byAnna(CAR, 10, 19, CAR_NO);
        Label third = byAnna(CAR, 30, 30, CAR_YES);
        add(video, List.of(first, second, third));

        assertThat(overlapping(video, 9, 10)).containsExactly(first, second);
        assertThat(overlapping(video, 3, 4)).containsExactly(first);
        assertThat(overlapping(video, 19, 30)).containsExactly(second, third);
        assertThat(overlapping(video, 30, 30)).containsExactly(third);
        assertThat(overlapping(video, 20, 29)).isEmpty();
        assertThat(overlapping(video, 31, 99)).isEmpty();
    }

    @Test
    void onlyTheAttributesThatAreAskedForCome() {
        DataUnit video = storedVideo(storedProject());
        Label car = byAnna(CAR, 0, 9, CAR_YES);
        Label red = byAnna(RED, 0, 9, RED_YES);
        Label day = byAnna(TIME_OF_DAY, 0, 9, DAY);
        add(video, List.of(car, red, day));

        assertThat(overlapping(video.id(), 0, 99, Set.of(RED))).containsExactly(red);
        assertThat(overlapping(video.id(), 0, 99, Set.of(CAR, TIME_OF_DAY))).containsExactlyInAnyOrder(car, day);
        assertThat(overlapping(video.id(), 0, 99, Set.of(NOTE))).isEmpty();
        assertThat(overlapping(video.id(), 0, 99, Set.of())).containsExactlyInAnyOrder(car, red, day);
    }

    @Test
    void theLabelsOfAnotherDataUnitAreItsOwn() {
        Project project = storedProject();
        DataUnit video = storedVideo(project);
        DataUnit other = storedVideo(project);
        add(video, List.of(byAnna(CAR, 0, 9, CAR_YES)));

        add(other, List.of(byAnna(CAR, 5, 14, CAR_NO)));

        assertThat(all(video)).containsExactly(byAnna(CAR, 0, 9, CAR_YES));
        assertThat(all(other)).containsExactly(byAnna(CAR, 5, 14, CAR_NO));
    }

    @Test
    void aChangePutsLabelsInThePlaceOfOthersAndLeavesTheRest() {
        InferenceRun run = storedRun();
        DataUnitId video = run.request().dataUnitId();
        Label whole = byRun(run.id(), CAR, 0, 29, CAR_YES);
        Label stays = byRun(run.id(), CAR, 30, 39, CAR_NO);
        Label red = byAnna(RED, 0, 29, RED_YES);
        add(video, List.of(whole, stays, red));
        Label before = whole.on(new FrameRange(0, 9));
        Label instead = byAnna(CAR, 10, 19, CAR_NO);
        Label after = whole.on(new FrameRange(20, 29));

        apply(video, new LabelChange(List.of(whole), List.of(before, instead, after), Map.of()));

        assertThat(overlapping(video, 0, 99, Set.of())).containsExactlyInAnyOrder(before, instead, after, stays, red);
    }

    @Test
    void aLabelMayComeBackAfterItWasRemoved() {
        DataUnit video = storedVideo(storedProject());
        Label label = byAnna(CAR, 0, 9, CAR_YES);
        add(video, List.of(label));
        apply(video.id(), new LabelChange(List.of(label), List.of(), Map.of()));
        assertThat(all(video)).isEmpty();

        add(video, List.of(label));

        assertThat(all(video)).containsExactly(label);
    }

    @Test
    void onlyTheAnswerOfALabelMayChange() {
        DataUnit video = storedVideo(storedProject());
        Label yes = byAnna(CAR, 0, 9, CAR_YES);
        Label no = byAnna(CAR, 0, 9, CAR_NO);
        add(video, List.of(yes));

        apply(video.id(), new LabelChange(List.of(yes), List.of(no), Map.of()));

        assertThat(all(video)).containsExactly(no);
    }

    @Test
    void anEmptyChangeChangesNothing() {
        DataUnit video = storedVideo(storedProject());
        add(video, List.of(byAnna(CAR, 0, 9, CAR_YES)));

        apply(video.id(), new LabelChange(List.of(), List.of(), Map.of()));

        assertThat(all(video)).containsExactly(byAnna(CAR, 0, 9, CAR_YES));
    }

    @Test
    void labelsThatOverlapInsideAnAttributeAreRefusedAndNothingIsStored() {
        DataUnit video = storedVideo(storedProject());
        Label there = byAnna(CAR, 0, 9, CAR_YES);
        add(video, List.of(there));

        for (Label overlapping : List.of(
                byAnna(CAR, 9, 12, CAR_NO),
                byAnna(CAR, 0, 9, CAR_YES),
                byAnna(CAR, 3, 3, CAR_NO),
                byAnna(CAR, 0, 20, CAR_NO))) {
            Label innocent = byAnna(TIME_OF_DAY, 0, 9, DAY);
            assertThatThrownBy(() -> add(video, List.of(innocent, overlapping)))
                    .as("%s beside %s", overlapping, there)
                    .isInstanceOf(RuntimeException.class);
        }

        assertThat(all(video)).containsExactly(there);
    }

    @Test
    void labelsOfOtherAttributesMayOverlapAndNeighboursMayTouch() {
        DataUnit video = storedVideo(storedProject());
        List<Label> labels =
                List.of(byAnna(CAR, 0, 9, CAR_YES), byAnna(CAR, 10, 19, CAR_YES), byAnna(RED, 5, 14, RED_YES));

        add(video, labels);

        assertThat(all(video)).containsExactlyInAnyOrderElementsOf(labels);
    }

    @Test
    void labelsOfTwoRunsComeBackEachWithItsOwn() {
        InferenceRun run = storedRun();
        InferenceRun other = stored(aRun(run.request()));
        DataUnitId video = run.request().dataUnitId();
        Label one = byRun(run.id(), CAR, 0, 9, CAR_YES);
        Label two = byRun(other.id(), CAR, 10, 19, CAR_YES);

        add(video, List.of(one, two));

        assertThat(overlapping(video, 0, 99, Set.of())).containsExactly(one, two);
    }

    @Test
    void importedLabelsComeBackWithTheirOriginAndConfidences() {
        DataUnit video = storedVideo(storedProject());
        Label one = imported(CAR, 0, 9, CAR_YES);
        RunOrigin origin = new RunOrigin(UUID.randomUUID(), "\"Süd\" 東京", 1, hashOf("weights"), 1 / 3.0);
        Label other = new Label(
                RED,
                new FrameRange(0, 1),
                new Answer.Radio(RED_YES),
                new LabelSource.Imported(origin),
                Confidences.of(0.1f, 0.99999994f));

        add(video, List.of(one, other, byAnna(CAR, 10, 19, CAR_NO)));

        assertThat(all(video)).containsExactlyInAnyOrder(one, byAnna(CAR, 10, 19, CAR_NO), other);
    }

    private void add(DataUnit video, List<Label> labels) {
        add(video.id(), labels);
    }

    private void add(DataUnitId video, List<Label> labels) {
        apply(video, new LabelChange(List.of(), labels, Map.of()));
    }

    private void apply(DataUnitId video, LabelChange change) {
        inTransaction(() -> {
            stores().dataUnits().lock(video);
            stores().labels().apply(video, change, ANSWERED);
        });
    }

    private List<Label> all(DataUnit video) {
        return overlapping(video, 0, 99);
    }

    private List<Label> overlapping(DataUnit video, int first, int last) {
        return overlapping(video.id(), first, last, Set.of());
    }

    private List<Label> overlapping(DataUnitId video, int first, int last, Set<FeatureNodeHash> attributes) {
        return inTransaction(() -> stores().labels().overlapping(video, new FrameRange(first, last), attributes));
    }
}
