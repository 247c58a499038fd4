package io.framewise.application.transfer;

import static io.framewise.domain.Fixtures.CAR;
import static io.framewise.domain.Fixtures.CAR_NO;
import static io.framewise.domain.Fixtures.CAR_YES;
import static io.framewise.domain.Fixtures.DAY;
import static io.framewise.domain.Fixtures.NOW;
import static io.framewise.domain.Fixtures.RED;
import static io.framewise.domain.Fixtures.RED_YES;
import static io.framewise.domain.Fixtures.TIME_OF_DAY;
import static io.framewise.domain.Fixtures.aVideo;
import static io.framewise.domain.Fixtures.byAnna;
import static io.framewise.domain.Fixtures.filesOf;
import static io.framewise.domain.Fixtures.framesOf;
import static io.framewise.domain.Refusals.notFound;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.application.Workbench;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.label.Label;
import io.framewise.domain.label.LabelSource;
import io.framewise.domain.label.RunOrigin;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.project.ProjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExportLabelsTest {

    private final Workbench bench = new Workbench();

    @Test
    void aRunsLabelNamesItsModelInPlaceOfTheRun() {
        InferenceRun run = bench.executed(bench.cars);

        ExportLabels.Export export = bench.exportLabels.ofDataUnit(bench.video.id());

        Label label = only(export).labels().get(0);
        assertThat(label.source())
                .isEqualTo(new LabelSource.Imported(new RunOrigin(
                        run.id().value(),
                        bench.carModel.title(),
                        1,
                        bench.carModel.latest().weights(),
                        0.5)));
        assertThat(label.confidences().count()).isEqualTo(100);
    }

    @Test
    void ofARunThereIsWhatIsStillThere() {
        InferenceRun run = bench.executed(bench.cars);
        bench.answer(CAR, 10, 19, CAR_YES);

        assertThat(only(bench.exportLabels.ofRun(bench.video.id(), run.id())).labels())
                .extracting(Label::frames)
                .containsExactly(new FrameRange(0, 9), new FrameRange(20, 99));
        assertThat(notFound(() -> bench.exportLabels.ofRun(new DataUnitId(UUID.randomUUID()), run.id())))
                .isEqualTo("inference-run-not-found");
    }

    @Test
    void labelsAreJoinedAndParentsComeFirst() {
        bench.executed(bench.cars);
        bench.answer(CAR, 10, 19, CAR_YES);
        bench.answer(RED, 10, 14, RED_YES);
        bench.answer(TIME_OF_DAY, 0, 99, DAY);

        List<Label> labels =
                only(bench.exportLabels.ofDataUnit(bench.video.id())).labels();

        assertThat(labels).extracting(Label::attribute).containsExactly(TIME_OF_DAY, CAR, CAR, CAR, RED);
        assertThat(labels)
                .extracting(Label::frames)
                .containsExactly(
                        new FrameRange(0, 99),
                        new FrameRange(0, 9),
                        new FrameRange(10, 19),
                        new FrameRange(20, 99),
                        new FrameRange(10, 14));
        assertThat(labels.get(4)).isEqualTo(byAnna(RED, 10, 14, RED_YES));
    }

    @Test
    void aProjectIsWalkedThroughPageByPage() {
        List<DataUnit> videos = IntStream.rangeClosed(1, 250)
                .mapToObj(i -> aVideo(bench.project, 10, NOW.plusSeconds(i)))
                .toList();
        bench.unitOfWork.run(
                () -> videos.forEach(video -> bench.stores.dataUnits().add(video, filesOf(video), framesOf(video))));

        List<DataUnitId> walked = new ArrayList<>();
        bench.exportLabels
                .ofProject(bench.project.id())
                .dataUnits()
                .forEach(unit -> walked.add(unit.dataUnit().id()));

        assertThat(walked).hasSize(251).doesNotHaveDuplicates().endsWith(bench.video.id());
    }

    @Test
    void aDataUnitIsReadWhenItsTurnComes() {
        ExportLabels.Export export = bench.exportLabels.ofProject(bench.project.id());
        bench.answer(CAR, 0, 9, CAR_NO);

        assertThat(only(export).labels()).containsExactly(byAnna(CAR, 0, 9, CAR_NO));
    }

    @Test
    void whatIsNotThereIsNotExported() {
        assertThat(notFound(() -> bench.exportLabels.ofProject(new ProjectId(UUID.randomUUID()))))
                .isEqualTo("project-not-found");
        assertThat(notFound(() -> bench.exportLabels.ofDataUnit(new DataUnitId(UUID.randomUUID()))))
                .isEqualTo("data-unit-not-found");
    }

    private static LabelledDataUnit only(ExportLabels.Export export) {
        List<LabelledDataUnit> units = new ArrayList<>();
        export.dataUnits().forEach(units::add);
        assertThat(units).hasSize(1);
        return units.get(0);
    }
}
