package io.framewise.application.audit;

import static io.framewise.domain.Fixtures.ANNA;
import static io.framewise.domain.Fixtures.CAR;
import static io.framewise.domain.Fixtures.CAR_NO;
import static io.framewise.domain.Fixtures.CAR_YES;
import static io.framewise.domain.Fixtures.carMapping;
import static io.framewise.domain.Fixtures.imported;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framewise.application.Workbench;
import io.framewise.application.inference.Pool;
import io.framewise.application.label.ReviewLabels;
import io.framewise.application.media.IngestMedia;
import io.framewise.application.media.UploadedFile;
import io.framewise.application.model.AttachModels;
import io.framewise.application.model.ImportModels;
import io.framewise.application.project.DefineProjects;
import io.framewise.domain.audit.AuditEntry;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.Thresholds;
import io.framewise.domain.model.ManifestDraft;
import io.framewise.domain.ontology.Drafts;
import io.framewise.domain.transfer.LabelFile;
import io.framewise.domain.transfer.LabelFile.DataUnitDraft;
import io.framewise.domain.transfer.LabelFile.LabelDraft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every change writes its audit entry in its own transaction: both are there, or neither is. */
class AuditedChangesTest {

    private static final UUID SLOT = new UUID(0, 1);

    @TempDir
    private static Path folder;

    /**
     * Something that a person or a worker does.
     *
     * @param before what has to be there first
     */
    record Change(String action, Consumer<Workbench> before, Consumer<Workbench> change) {
        @Override
        public String toString() {
            return action;
        }
    }

    static Stream<Change> changes() {
        return Stream.of(
                change(
                        "project.created",
                        bench -> bench.defineProjects.create(
                                ANNA, new DefineProjects.Request("Street", "", Drafts.street()))),
                change(
                        "project.ontology-revised",
                        bench -> bench.defineProjects.reviseOntology(
                                ANNA, bench.project.id(), Drafts.of(bench.project.ontology()), 1)),
                change(
                        "data-unit.created",
                        bench -> bench.ingestMedia.ingest(
                                ANNA,
                                new IngestMedia.Request(bench.project.id(), "A", List.of(upload("image")), folder))),
                change(
                        "model.imported",
                        bench -> bench.importModels.importModel(
                                ANNA, new ImportModels.Request(upload("weights"), manifest("a", "b"), null, null))),
                change(
                        "model.iteration-added",
                        bench -> bench.importModels.addIteration(
                                ANNA,
                                bench.redModel.id(),
                                new ImportModels.Request(upload("weights"), manifest("red", "other"), null, null))),
                change(
                        "attached-model.attached",
                        bench -> bench.attachModels.attach(
                                ANNA,
                                bench.project.id(),
                                new AttachModels.Request(
                                        bench.carModel.id(), carMapping().options(), null, null, null))),
                change(
                        "attached-model.changed",
                        bench -> bench.attachModels.change(
                                ANNA, bench.cars.id(), new AttachModels.Request(null, null, null, null, false), null)),
                change("attached-model.detached", bench -> bench.attachModels.detach(ANNA, bench.cars.id(), null)),
                change("label.answered", bench -> bench.answer(CAR, 0, 9, CAR_YES)),
                new Change("label.removed", bench -> bench.answer(CAR, 0, 9, CAR_NO), bench -> bench.remove(CAR, 0, 9)),
                change(
                        "label.imported",
                        bench -> bench.importLabels.importLabels(ANNA, bench.project.id(), labels(bench))),
                new Change("label.accepted", bench -> bench.executed(bench.cars), bench -> review(bench, "accept")),
                new Change("label.rejected", bench -> bench.executed(bench.cars), bench -> review(bench, "reject")),
                new Change(
                        "label.undone",
                        bench -> bench.answer(CAR, 0, 9, CAR_NO),
                        bench -> bench.undoLabelChanges.undo(ANNA, bench.video.id(), 1, null)),
                change("inference-run.requested", bench -> bench.requested(bench.cars)),
                new Change(
                        "inference-run.cancelled",
                        bench -> bench.requested(bench.cars),
                        bench -> bench.controlRuns.cancel(
                                ANNA, bench.queue.queued().get(0))),
                new Change(
                        "inference-run.paused",
                        bench -> bench.requested(bench.cars),
                        bench -> bench.controlRuns.pause(
                                ANNA, bench.queue.queued().get(0))),
                new Change(
                        "inference-run.resumed",
                        bench -> bench.controlRuns.pause(
                                ANNA, bench.requested(bench.cars).id()),
                        bench -> bench.controlRuns.resume(
                                ANNA, bench.queue.queued().get(0))),
                new Change(
                        "inference-run.retried",
                        AuditedChangesTest::aRunWithFailedShards,
                        bench -> bench.controlRuns.retry(
                                ANNA, bench.queue.queued().get(0))),
                new Change(
                        "inference-run.started",
                        bench -> bench.requested(bench.cars),
                        bench -> bench.executeRun.execute(bench.queue.queued().get(0), Pool.CPU, SLOT, () -> true)),
                new Change(
                        "inference-run.confidence-changed",
                        bench -> bench.executed(bench.cars),
                        bench -> bench.deriveLabels.again(
                                ANNA, bench.queue.queued().get(0), Thresholds.of(0.95))));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aChangeIsRecorded(Change change) {
        Workbench bench = new Workbench(folder);
        change.before().accept(bench);
        int entries = bench.audit().size();

        change.change().accept(bench);

        assertThat(bench.audit()).hasSize(entries + 1);
        AuditEntry entry = bench.lastEntry();
        assertThat(entry.action()).isEqualTo(change.action());
        assertThat(entry.actor()).isEqualTo(ANNA);
        assertThat(entry.subject().noun())
                .isEqualTo(change.action().substring(0, change.action().indexOf('.')));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aChangeThatCannotBeRecordedIsNotMade(Change change) {
        Workbench bench = new Workbench(folder);
        change.before().accept(bench);
        List<?> before = bench.unitOfWork.everything();
        bench.auditTrail.breaks();

        assertThatThrownBy(() -> change.change().accept(bench)).isInstanceOf(IllegalStateException.class);

        assertThat(bench.unitOfWork.everything()).isEqualTo(before);
    }

    @Test
    void theEndOfARunThatCannotBeRecordedIsTriedAgain() {
        Workbench bench = new Workbench(folder);
        InferenceRun run = bench.requested(bench.cars);
        bench.classifier.before(99, bench.auditTrail::breaks);

        assertThatThrownBy(() -> bench.execute(run)).isInstanceOf(IllegalStateException.class);

        assertThat(bench.now(run).state().name()).isEqualTo("running");
        assertThat(bench.actions()).containsExactly("inference-run.requested", "inference-run.started");
    }

    private static void aRunWithFailedShards(Workbench bench) {
        for (int shard = 0; shard < 100 / Workbench.SHARD_FRAMES; shard++) {
            bench.classifier.always(shard * Workbench.SHARD_FRAMES, () -> {
                throw new IllegalStateException("The disk is broken.");
            });
        }
        bench.executed(bench.cars);
    }

    private static Change change(String action, Consumer<Workbench> change) {
        return new Change(action, bench -> {}, change);
    }

    private static void review(Workbench bench, String decision) {
        ReviewLabels.Request request = new ReviewLabels.Request(decision, CAR, null, null, null, null, null);
        bench.reviewLabels.review(ANNA, bench.video.id(), request, null);
    }

    private static UploadedFile upload(String content) {
        try {
            return new UploadedFile("upload", Files.writeString(Files.createTempFile(folder, "upload", ""), content));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static LabelFile labels(Workbench bench) {
        LabelDraft label = LabelDraft.of(imported(CAR, 0, 9, CAR_YES), "", null);
        return new LabelFile(
                LabelFile.FORMAT,
                null,
                Drafts.of(bench.project.ontology()),
                List.of(DataUnitDraft.of(bench.video, List.of(label))));
    }

    private static ManifestDraft manifest(String... features) {
        return new ManifestDraft(
                "A model",
                "resnet18",
                List.of(features),
                new ManifestDraft.InputSize(224, 224),
                "squish",
                null,
                null,
                null);
    }
}
