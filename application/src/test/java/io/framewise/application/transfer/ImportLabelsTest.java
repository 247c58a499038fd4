package io.framewise.application.transfer;

import static io.framewise.domain.Fixtures.ANNA;
import static io.framewise.domain.Fixtures.BEN;
import static io.framewise.domain.Fixtures.CAR;
import static io.framewise.domain.Fixtures.CAR_NO;
import static io.framewise.domain.Fixtures.CAR_YES;
import static io.framewise.domain.Fixtures.DAY;
import static io.framewise.domain.Fixtures.NOW;
import static io.framewise.domain.Fixtures.RED;
import static io.framewise.domain.Fixtures.RED_YES;
import static io.framewise.domain.Fixtures.TIME_OF_DAY;
import static io.framewise.domain.Fixtures.aProject;
import static io.framewise.domain.Fixtures.aVideo;
import static io.framewise.domain.Fixtures.anOrigin;
import static io.framewise.domain.Fixtures.byAnna;
import static io.framewise.domain.Fixtures.filesOf;
import static io.framewise.domain.Fixtures.framesOf;
import static io.framewise.domain.Fixtures.hashOf;
import static io.framewise.domain.Fixtures.imported;
import static io.framewise.domain.Refusals.conflict;
import static io.framewise.domain.Refusals.notFound;
import static io.framewise.domain.Refusals.violations;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.application.Workbench;
import io.framewise.domain.audit.AuditEntry;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.label.Label;
import io.framewise.domain.label.LabelSource;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.ontology.Drafts;
import io.framewise.domain.project.Project;
import io.framewise.domain.project.ProjectId;
import io.framewise.domain.transfer.LabelFile;
import io.framewise.domain.transfer.LabelFile.DataUnitDraft;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ImportLabelsTest {

    private final Workbench bench = new Workbench();
    private final Project elsewhere = aProject("Elsewhere", NOW);
    private final DataUnit copy = aVideo(elsewhere, 1500, NOW);

    @Test
    void whatIsImportedIntoAnEmptyProjectIsExportedAsTheSame() {
        bench.executed(bench.cars);
        bench.answer(CAR, 10, 19, CAR_YES);
        bench.answer(RED, 10, 14, RED_YES);
        bench.answer(TIME_OF_DAY, 0, 99, DAY);
        LabelFile file = LabelFiles.of(bench.exportLabels.ofProject(bench.project.id()));
        DataUnit video = stored(aVideo(elsewhere));

        ImportLabels.LabelImport report = imports(file);

        assertThat(report)
                .isEqualTo(new ImportLabels.LabelImport(
                        false, List.of(new ImportLabels.DataUnitImport(video.id(), video.title(), 3, 2))));
        assertThat(labels(elsewhere)).isEqualTo(labels(bench.project));
    }

    @Test
    void whoeverMadeALabelStaysOnRecord() {
        stored(copy);

        bench.importLabels.importLabels(
                BEN,
                elsewhere.id(),
                LabelFiles.of(elsewhere, copy, byAnna(TIME_OF_DAY, 0, 9, DAY), imported(CAR, 0, 9, CAR_YES)));

        assertThat(find(copy))
                .extracting(Label::source)
                .containsExactly(new LabelSource.Person(ANNA), new LabelSource.Imported(anOrigin()));
        AuditEntry entry = bench.lastEntry();
        assertThat(entry.actor()).isEqualTo(BEN);
        assertThat(entry.action()).isEqualTo("label.imported");
        assertThat(entry.details())
                .isEqualTo(Map.of(
                        "dataUnit",
                        copy.id().toString(),
                        "byPersons",
                        "1",
                        "byRuns",
                        "1",
                        "from project",
                        "Elsewhere",
                        "persons or runs",
                        "run 00000000-0000-0000-0000-00000000002a of \"Car or not\", iteration 3, person \"anna\""));
    }

    @Test
    void aLongLabelIsStoredInPiecesAndFoundAsOne() {
        stored(copy);

        imports(LabelFiles.of(elsewhere, copy, imported(CAR, 7, 1406, CAR_YES)));

        List<Label> stored =
                bench.unitOfWork.run(() -> bench.stores.labels().overlapping(copy.id(), copy.wholeRange(), Set.of()));
        assertThat(stored)
                .extracting(Label::frames)
                .containsExactly(new FrameRange(7, 518), new FrameRange(519, 1030), new FrameRange(1031, 1406));
        assertThat(find(copy)).containsExactly(imported(CAR, 7, 1406, CAR_YES));
    }

    @Test
    void aRunMayReplaceWhatWasImportedAndAPersonMayToo() {
        imports(bench.project, LabelFiles.of(bench.project, bench.video, imported(CAR, 0, 99, CAR_NO)));

        InferenceRun run = bench.executed(bench.cars);
        bench.answer(CAR, 0, 9, CAR_NO);

        assertThat(bench.labels(CAR))
                .extracting(Label::source)
                .containsExactly(
                        new LabelSource.Person(ANNA),
                        new LabelSource.Run(run.id().value()));
    }

    @Test
    void noAnswerThatIsThereIsReplaced() {
        bench.answer(CAR, 5, 5, CAR_NO);
        LabelFile file =
                LabelFiles.of(bench.project, bench.video, imported(CAR, 0, 9, CAR_YES), byAnna(TIME_OF_DAY, 0, 9, DAY));

        assertThat(conflict(() -> imports(bench.project, file))).isEqualTo("already-answered");

        assertThat(find(bench.video)).containsExactly(byAnna(CAR, 5, 5, CAR_NO));
        assertThat(bench.lastEntry().action()).isEqualTo("label.answered");
    }

    @Test
    void whatWasImportedOnceIsNotImportedAgain() {
        stored(copy);
        LabelFile file = LabelFiles.of(elsewhere, copy, imported(CAR, 0, 9, CAR_YES));
        imports(file);

        assertThat(conflict(() -> imports(file))).isEqualTo("already-answered");
    }

    @Test
    void aClosedGateStaysClosed() {
        stored(copy);
        LabelFile file = LabelFiles.of(elsewhere, copy, imported(CAR, 0, 9, CAR_YES), byAnna(RED, 5, 10, RED_YES));

        assertThat(conflict(() -> imports(file))).isEqualTo("missing-parent-answer");

        assertThat(find(copy)).isEmpty();
    }

    @Test
    void oneWrongDataUnitKeepsEveryOtherOut() {
        DataUnit right = stored(copy);
        DataUnit wrong = titled("Wrong");
        bench.unitOfWork.run(() -> bench.stores.dataUnits().add(wrong, filesOf(wrong), framesOf(wrong)));
        LabelFile file = LabelFiles.of(
                elsewhere,
                List.of(
                        LabelFiles.draft(right, List.of(imported(CAR, 0, 9, CAR_YES))),
                        LabelFiles.draft(wrong, List.of(imported(RED, 0, 9, RED_YES)))));

        assertThat(conflict(() -> imports(file))).isEqualTo("missing-parent-answer");

        assertThat(find(right)).isEmpty();
        assertThat(find(wrong)).isEmpty();
        assertThat(bench.audit()).isEmpty();
    }

    @Test
    void aDataUnitWithoutLabelsNeedsNoCounterpart() {
        stored(copy);
        DataUnitDraft unknown = new DataUnitDraft("Nowhere", hashOf("nowhere").sha256(), 5, null, List.of());

        ImportLabels.LabelImport report = imports(LabelFiles.of(
                elsewhere, List.of(unknown, LabelFiles.draft(copy, List.of(imported(CAR, 0, 9, CAR_YES))))));

        assertThat(report.dataUnits()).hasSize(1);
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        stored(copy);
        List<DataUnitDraft> units = new ArrayList<>(Arrays.asList(
                null,
                new DataUnitDraft("A", "f", 5, null, Collections.singletonList(null)),
                LabelFiles.draft(copy, List.of(imported(CAR, 0, 9, CAR_YES), imported(CAR, 9, 1500, CAR_NO)))));

        assertThat(violations(() -> imports(LabelFiles.of(elsewhere, units))))
                .containsExactly(
                        "/dataUnits/0 missing-data-unit",
                        "/dataUnits/1/contentHash not-a-content-hash",
                        "/dataUnits/2/labels/1/frameRange frame-out-of-range");
    }

    @Test
    void aFileIsWhole() {
        LabelFile file = LabelFiles.of(elsewhere, copy);

        assertThat(violations(() -> imports(new LabelFile(2, null, file.ontology(), file.dataUnits()))))
                .containsExactly("/format unknown-format");
        assertThat(violations(() -> imports(new LabelFile(1, null, null, file.dataUnits()))))
                .containsExactly("/ontology missing-field");
        assertThat(violations(() -> imports(new LabelFile(1, null, Drafts.asking(Drafts.radio("A")), List.of()))))
                .containsExactly("/ontology/classifications/0/attribute/options no-options");
        bench.unitOfWork.run(() -> bench.stores.projects().add(elsewhere));
        assertThat(violations(() -> imports(new LabelFile(1, null, file.ontology(), null))))
                .containsExactly("/dataUnits missing-field");
        assertThat(violations(() -> imports(new LabelFile(
                        1,
                        null,
                        file.ontology(),
                        Collections.nCopies(10_001, file.dataUnits().get(0))))))
                .containsExactly("/dataUnits too-many-data-units");
    }

    @Test
    void anUnknownProjectIsNotFound() {
        assertThat(notFound(() -> bench.importLabels.importLabels(
                        ANNA, new ProjectId(UUID.randomUUID()), LabelFiles.of(elsewhere, copy))))
                .isEqualTo("project-not-found");
    }

    private DataUnit stored(DataUnit dataUnit) {
        bench.unitOfWork.run(() -> {
            bench.stores.projects().add(elsewhere);
            bench.stores.dataUnits().add(dataUnit, filesOf(dataUnit), framesOf(dataUnit));
        });
        return dataUnit;
    }

    private DataUnit titled(String title) {
        return new DataUnit(
                new io.framewise.domain.media.DataUnitId(UUID.randomUUID()),
                elsewhere.id(),
                title,
                copy.kind(),
                copy.contentHash(),
                copy.frameCount(),
                copy.width(),
                copy.height(),
                copy.frameRate(),
                copy.rotation(),
                copy.findings(),
                copy.createdAt());
    }

    private ImportLabels.LabelImport imports(LabelFile file) {
        return imports(elsewhere, file);
    }

    private ImportLabels.LabelImport imports(Project project, LabelFile file) {
        return bench.importLabels.importLabels(ANNA, project.id(), file);
    }

    private List<Label> find(DataUnit dataUnit) {
        return bench.labelFrames.find(dataUnit.id(), dataUnit.wholeRange(), Set.of());
    }

    private List<List<Label>> labels(Project project) {
        List<List<Label>> labels = new ArrayList<>();
        bench.exportLabels.ofProject(project.id()).dataUnits().forEach(unit -> labels.add(unit.labels()));
        return labels;
    }
}
