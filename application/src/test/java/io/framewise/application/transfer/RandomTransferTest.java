package io.framewise.application.transfer;

import static io.framewise.domain.Fixtures.ANNA;
import static io.framewise.domain.Fixtures.NOW;
import static io.framewise.domain.Fixtures.aRequest;
import static io.framewise.domain.Fixtures.aRun;
import static io.framewise.domain.Fixtures.aVideo;
import static io.framewise.domain.Fixtures.filesOf;
import static io.framewise.domain.Fixtures.framesOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.application.Workbench;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.label.ChangeCause;
import io.framewise.domain.label.Label;
import io.framewise.domain.label.LabelSheet;
import io.framewise.domain.label.RandomLabels;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.project.Project;
import io.framewise.domain.project.ProjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whatever people and runs have answered arrives in another project as it was. */
class RandomTransferTest {

    private static final int SEEDS = 200;
    private static final int STEPS = 40;

    private final Workbench bench = new Workbench();
    private final InferenceRun one = storedRun();
    private final InferenceRun other = storedRun();

    @Test
    void labelsAtRandomArriveAsTheyWere() {
        for (int seed = 0; seed < SEEDS; seed++) {
            LabelSheet nothing = LabelSheet.of(RandomLabels.ontology(), List.of());
            RandomLabels random = RandomLabels.after(STEPS, new Random(seed), one.id(), other.id());
            DataUnit from = storedVideo();
            DataUnit to = storedVideo();
            bench.unitOfWork.run(() -> bench.stores
                    .labels()
                    .apply(
                            from.id(),
                            random.sheet().since(nothing),
                            ChangeCause.by(ANNA, ChangeCause.Kind.ANSWERED, NOW)));

            bench.importLabels.importLabels(
                    ANNA, to.projectId(), LabelFiles.of(bench.exportLabels.ofDataUnit(from.id())));

            assertThat(labels(to)).as("seed %s", seed).isEqualTo(labels(from));
        }
    }

    private List<Label> labels(DataUnit dataUnit) {
        List<Label> labels = new ArrayList<>();
        bench.exportLabels.ofDataUnit(dataUnit.id()).dataUnits().forEach(unit -> labels.addAll(unit.labels()));
        return labels;
    }

    private DataUnit storedVideo() {
        Project project = new Project(new ProjectId(UUID.randomUUID()), "Random", "", RandomLabels.ontology(), NOW);
        DataUnit video = aVideo(project, RandomLabels.FRAMES, NOW);
        bench.unitOfWork.run(() -> {
            bench.stores.projects().add(project);
            bench.stores.dataUnits().add(video, filesOf(video), framesOf(video));
        });
        return video;
    }

    private InferenceRun storedRun() {
        InferenceRun run = aRun(aRequest(bench.project, bench.video, bench.carModel, bench.cars));
        bench.unitOfWork.run(() -> bench.stores.runs().add(run, null));
        return run;
    }
}
