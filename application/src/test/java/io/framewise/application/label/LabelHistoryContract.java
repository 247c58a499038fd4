package io.framewise.application.label;

import static io.framewise.domain.Fixtures.ANNA;
import static io.framewise.domain.Fixtures.BEN;
import static io.framewise.domain.Fixtures.CAR;
import static io.framewise.domain.Fixtures.CAR_NO;
import static io.framewise.domain.Fixtures.CAR_YES;
import static io.framewise.domain.Fixtures.DAY;
import static io.framewise.domain.Fixtures.NIGHT;
import static io.framewise.domain.Fixtures.NOW;
import static io.framewise.domain.Fixtures.RED;
import static io.framewise.domain.Fixtures.RED_YES;
import static io.framewise.domain.Fixtures.TIME_OF_DAY;
import static io.framewise.domain.Fixtures.acceptedByBen;
import static io.framewise.domain.Fixtures.byAnna;
import static io.framewise.domain.Fixtures.byRun;
import static io.framewise.domain.Refusals.conflict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framewise.application.StoresContract;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.label.ChangeCause;
import io.framewise.domain.label.ChangeCause.Kind;
import io.framewise.domain.label.FrameChange;
import io.framewise.domain.label.Label;
import io.framewise.domain.label.LabelChange;
import io.framewise.domain.label.RecordedChange;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.ontology.FeatureNodeHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store of {@link LabelHistory} does with what comes in by {@link Labels#apply}. */
public abstract class LabelHistoryContract extends StoresContract {

    private static final ChangeCause ANSWERED = ChangeCause.by(ANNA, Kind.ANSWERED, NOW);
    private static final ChangeCause REMOVED = ChangeCause.by(BEN, Kind.REMOVED, NOW.plusSeconds(1));

    @Test
    void beforeTheFirstChangeTheVersionIsZero() {
        DataUnitId video = video();

        assertThat(version(video)).isZero();
        assertThat(newestStanding(video)).isEmpty();
        assertThat(ofFrame(video, 0)).isEmpty();
    }

    @Test
    void changesAreNumberedFromOneForEachDataUnit() {
        DataUnitId video = video();
        DataUnitId other = video();
        change(video, List.of(), List.of(byAnna(CAR, 0, 9, CAR_YES)), ANSWERED);
        change(other, List.of(), List.of(byAnna(CAR, 0, 9, CAR_YES)), ANSWERED);

        change(video, List.of(), List.of(byAnna(RED, 0, 9, RED_YES)), ANSWERED);

        assertThat(version(video)).isEqualTo(2);
        assertThat(version(other)).isEqualTo(1);
        assertThat(newestStanding(other).orElseThrow().added()).containsExactly(byAnna(CAR, 0, 9, CAR_YES));
        assertThat(ofFrame(other, 0)).hasSize(1);
    }

    @Test
    void aChangeComesBackWithItsCauseAndWithWhatWasThereAndWhatCame() {
        InferenceRun run = storedRun();
        DataUnitId video = run.request().dataUnitId();
        Label proposed = byRun(run.id(), CAR, 0, 9, CAR_YES);
        Label accepted = acceptedByBen(run.id(), CAR, 0, 9, CAR_YES);
        ChangeCause inferred = ChangeCause.ofRun(run.id().value(), Kind.INFERRED, ANNA, NOW);
        ChangeCause reviewed = ChangeCause.by(BEN, Kind.ACCEPTED, NOW);

        change(video, List.of(), List.of(proposed), inferred);
        RecordedChange first = newestStanding(video).orElseThrow();
        change(video, List.of(proposed), List.of(accepted), reviewed);
        RecordedChange second = newestStanding(video).orElseThrow();

        assertThat(first).isEqualTo(new RecordedChange(1, inferred, List.of(), List.of(proposed)));
        assertThat(second).isEqualTo(new RecordedChange(2, reviewed, List.of(proposed), List.of(accepted)));
    }

    @Test
    void ofALabelThatIsCutOnlyTheFramesThatChangeAreKept() {
        InferenceRun run = storedRun();
        DataUnitId video = run.request().dataUnitId();
        Label whole = byRun(run.id(), CAR, 0, 29, CAR_YES);
        Label answer = byAnna(CAR, 10, 19, CAR_NO);
        change(video, List.of(), List.of(whole), ANSWERED);

        change(
                video,
                List.of(whole),
                List.of(whole.on(new FrameRange(0, 9)), answer, whole.on(new FrameRange(20, 29))),
                ANSWERED);

        RecordedChange kept = newestStanding(video).orElseThrow();
        assertThat(kept.removed()).containsExactly(whole.on(answer.frames()));
        assertThat(kept.added()).containsExactly(answer);
        assertThat(ofFrame(video, 9)).extracting(FrameChange::change).containsExactly(1);
        assertThat(ofFrame(video, 10)).extracting(FrameChange::change).containsExactly(2, 1);
    }

    @Test
    void whatIsRejectedOfARunIsRememberedUntilThatIsTakenBack() {
        InferenceRun run = storedRun();
        DataUnitId video = run.request().dataUnitId();
        Label proposed = byRun(run.id(), CAR, 0, 9, CAR_YES);
        change(video, List.of(), List.of(proposed), ANSWERED);
        change(
                video,
                List.of(proposed),
                List.of(proposed.on(new FrameRange(0, 3))),
                ChangeCause.by(BEN, Kind.REJECTED, NOW));

        assertThat(rejected(video, run, CAR)).isEqualTo(FrameRanges.of(4, 9));
        assertThat(rejected(video, run, RED)).isEqualTo(FrameRanges.NONE);
        assertThat(rejected(video, anotherRun(run), CAR)).isEqualTo(FrameRanges.NONE);

        change(video, List.of(), List.of(proposed.on(new FrameRange(4, 9))), ChangeCause.undoing(2, BEN, NOW));

        assertThat(rejected(video, run, CAR)).isEqualTo(FrameRanges.NONE);
    }

    private FrameRanges rejected(DataUnitId video, InferenceRun run, FeatureNodeHash attribute) {
        return stores().unitOfWork().run(() -> stores().labelHistory().rejected(video, run.id(), attribute));
    }

    private static InferenceRun anotherRun(InferenceRun run) {
        return InferenceRun.requested(new InferenceRunId(UUID.randomUUID()), run.request());
    }

    @Test
    void whatLeavesEveryFrameAsItWasIsNoChange() {
        DataUnitId video = video();
        Label whole = byAnna(CAR, 0, 9, CAR_YES);
        change(video, List.of(), List.of(whole), ANSWERED);

        change(video, List.of(whole), List.of(whole.on(new FrameRange(0, 4)), whole.on(new FrameRange(5, 9))), REMOVED);

        assertThat(version(video)).isEqualTo(1);
    }

    @Test
    void theAnswersOfOneMomentAreChangesOfTheirOwn() {
        DataUnitId video = video();

        change(video, List.of(), List.of(byAnna(CAR, 0, 9, CAR_YES)), ANSWERED);
        change(video, List.of(), List.of(byAnna(CAR, 10, 19, CAR_YES)), ANSWERED);

        assertThat(version(video)).isEqualTo(2);
    }

    @Test
    void theHistoryOfAFrameSaysForEachAnswerWhatItWasBeforeAndAfterwards() {
        InferenceRun run = storedRun();
        DataUnitId video = run.request().dataUnitId();
        ChangeCause inferred = ChangeCause.ofRun(run.id().value(), Kind.INFERRED, ANNA, NOW);
        Label byTheRun = byRun(run.id(), CAR, 0, 9, CAR_YES);
        Label byHer = byAnna(CAR, 5, 9, CAR_NO);
        change(video, List.of(), List.of(byTheRun), inferred);
        change(video, List.of(byTheRun), List.of(byTheRun.on(new FrameRange(0, 4)), byHer), ANSWERED);
        change(video, List.of(byHer), List.of(), REMOVED);

        List<FrameChange> history = ofFrame(video, 7);

        FrameRange frame = FrameRange.single(7);
        assertThat(history)
                .containsExactly(
                        new FrameChange(3, REMOVED, CAR, byHer.on(frame), null),
                        new FrameChange(2, ANSWERED, CAR, byTheRun.on(frame), byHer.on(frame)),
                        new FrameChange(1, inferred, CAR, null, byTheRun.on(frame)));
    }

    @Test
    void aChangeOfSeveralAnswersIsToldForEachOfThem() {
        DataUnitId video = video();
        Label car = byAnna(CAR, 0, 9, CAR_YES);
        Label red = byAnna(RED, 0, 4, RED_YES);
        change(video, List.of(), List.of(car), ANSWERED);
        change(video, List.of(), List.of(red), ANSWERED);
        change(video, List.of(car, red), List.of(), REMOVED);

        assertThat(ofFrame(video, 4))
                .filteredOn(change -> change.change() == 3)
                .extracting(FrameChange::attribute)
                .containsExactlyInAnyOrder(CAR, RED);
        assertThat(ofFrame(video, 5))
                .filteredOn(change -> change.change() == 3)
                .extracting(FrameChange::attribute)
                .containsExactly(CAR);
    }

    @Test
    void theHistoryOfAFrameComesInPagesThatAreSteadyWhileItGrows() {
        DataUnitId video = video();
        List<Label> now = List.of();
        for (int i = 0; i < 6; i++) {
            now = toggled(video, now, i);
        }
        List<FrameChange> whole = ofFrame(video, 3);
        assertThat(whole).extracting(FrameChange::change).containsExactly(6, 6, 5, 5, 4, 4, 3, 3, 2, 2, 1, 1);

        for (int limit : new int[] {1, 2, 3, 5, 12, 100}) {
            List<Label> before = now;
            List<List<Label>> grown = new ArrayList<>(List.of(before));
            List<FrameChange> standing = ofFrame(video, 3);
            List<FrameChange> walked = walk(
                    limit,
                    page -> stores().labelHistory().ofFrame(video, 3, page),
                    () -> grown.add(toggled(video, grown.get(grown.size() - 1), grown.size())));
            assertThat(walked).as("pages of %d", limit).isEqualTo(standing);
            now = grown.get(grown.size() - 1);
        }
    }

    @Test
    void foreignPageTokensAreRefused() {
        DataUnitId video = video();
        change(video, List.of(), List.of(byAnna(CAR, 0, 9, CAR_YES)), ANSWERED);

        assertRefusesForeignTokens(page -> stores().labelHistory().ofFrame(video, 3, page));
    }

    @Test
    void whatIsTakenBackAndTheTakingBackNoLongerStand() {
        DataUnitId video = video();
        Label car = byAnna(CAR, 0, 9, CAR_YES);
        Label red = byAnna(RED, 0, 9, RED_YES);
        Label day = byAnna(TIME_OF_DAY, 0, 9, DAY);
        change(video, List.of(), List.of(car), ANSWERED);
        change(video, List.of(), List.of(red), ANSWERED);
        change(video, List.of(red), List.of(), ChangeCause.undoing(2, BEN, NOW));
        assertThat(newestStanding(video).orElseThrow().number()).isEqualTo(1);

        change(video, List.of(), List.of(day), ANSWERED);
        assertThat(newestStanding(video).orElseThrow().number()).isEqualTo(4);
        change(video, List.of(day), List.of(), ChangeCause.undoing(4, BEN, NOW));
        change(video, List.of(car), List.of(), ChangeCause.undoing(1, BEN, NOW));

        assertThat(newestStanding(video)).isEmpty();
        assertThat(version(video)).isEqualTo(6);
        assertThat(ofFrame(video, 0).get(0).cause().undone()).isEqualTo(1);
    }

    @Test
    void aChangeThatIsNotStoredIsNotRecorded() {
        DataUnitId video = video();
        Label car = byAnna(CAR, 0, 9, CAR_YES);

        assertThatThrownBy(() -> inTransaction(() -> {
                    stores().dataUnits().lock(video);
                    stores().labels().apply(video, new LabelChange(List.of(), List.of(car), Map.of()), ANSWERED);
                    throw new IllegalStateException("half way");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(version(video)).isZero();
        assertThat(ofFrame(video, 0)).isEmpty();
    }

    @Test
    void aVersionIsHeldAgainstTheNewest() {
        DataUnitId video = video();
        change(video, List.of(), List.of(byAnna(CAR, 0, 9, CAR_YES)), ANSWERED);

        assertThatCode(() -> inTransaction(() -> {
                    stores().labelHistory().checkVersion(video, null);
                    stores().labelHistory().checkVersion(video, 1);
                }))
                .doesNotThrowAnyException();
        assertThat(conflict(() -> inTransaction(() -> stores().labelHistory().checkVersion(video, 0))))
                .isEqualTo("labels-changed");
    }

    /** Two answers on the frames 0 to 9, other ones than before. */
    private List<Label> toggled(DataUnitId video, List<Label> now, int round) {
        boolean even = now.isEmpty() || now.get(0).equals(byAnna(CAR, 0, 9, CAR_NO));
        List<Label> next = even
                ? List.of(byAnna(CAR, 0, 9, CAR_YES), byAnna(TIME_OF_DAY, 0, 9, DAY))
                : List.of(byAnna(CAR, 0, 9, CAR_NO), byAnna(TIME_OF_DAY, 0, 9, NIGHT));
        change(video, now, next, ChangeCause.by(ANNA, Kind.ANSWERED, NOW.plusSeconds(round)));
        return next;
    }

    private DataUnitId video() {
        return storedVideo(storedProject()).id();
    }

    private void change(DataUnitId video, List<Label> removed, List<Label> added, ChangeCause cause) {
        inTransaction(() -> {
            stores().dataUnits().lock(video);
            stores().labels().apply(video, new LabelChange(removed, added, Map.of()), cause);
        });
    }

    private int version(DataUnitId video) {
        return inTransaction(() -> stores().labelHistory().version(video));
    }

    private Optional<RecordedChange> newestStanding(DataUnitId video) {
        return inTransaction(() -> stores().labelHistory().newestStanding(video));
    }

    private List<FrameChange> ofFrame(DataUnitId video, int frame) {
        return inTransaction(() -> stores().labelHistory().ofFrame(video, frame, FIRST_PAGE))
                .items();
    }
}
