package io.framewise.application;

import static io.framewise.domain.Fixtures.ANNA;
import static io.framewise.domain.Fixtures.BEN;
import static io.framewise.domain.Fixtures.aCarModel;
import static io.framewise.domain.Fixtures.aProject;
import static io.framewise.domain.Fixtures.aRedModel;
import static io.framewise.domain.Fixtures.aVideo;
import static io.framewise.domain.Fixtures.attached;
import static io.framewise.domain.Fixtures.filesOf;
import static io.framewise.domain.Fixtures.framesOf;
import static io.framewise.domain.Fixtures.redMapping;

import io.framewise.application.audit.AuditTrail;
import io.framewise.application.audit.BreakableAuditTrail;
import io.framewise.application.audit.Journal;
import io.framewise.application.audit.ReadAuditTrail;
import io.framewise.application.inference.ControlBatches;
import io.framewise.application.inference.ControlRuns;
import io.framewise.application.inference.DeriveLabels;
import io.framewise.application.inference.ExecuteRun;
import io.framewise.application.inference.FixedDevices;
import io.framewise.application.inference.ForecastRun;
import io.framewise.application.inference.InMemoryInferenceBatches;
import io.framewise.application.inference.InMemoryRunQueue;
import io.framewise.application.inference.RunCascade;
import io.framewise.application.inference.RunInBulk;
import io.framewise.application.inference.RunInference;
import io.framewise.application.inference.ScriptedFrameClassifier;
import io.framewise.application.label.LabelFrames;
import io.framewise.application.label.ReadLabelHistory;
import io.framewise.application.label.ReviewLabels;
import io.framewise.application.label.UndoLabelChanges;
import io.framewise.application.media.InMemoryBlobStore;
import io.framewise.application.media.IngestMedia;
import io.framewise.application.media.ScriptedMediaIndexer;
import io.framewise.application.model.AttachModels;
import io.framewise.application.model.ImportModels;
import io.framewise.application.model.ScriptedNetworkInspector;
import io.framewise.application.project.DefineProjects;
import io.framewise.application.transfer.ExportLabels;
import io.framewise.application.transfer.ImportLabels;
import io.framewise.domain.audit.AuditEntry;
import io.framewise.domain.inference.Confidence;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.inference.OutcomeCounts;
import io.framewise.domain.label.Answer;
import io.framewise.domain.label.Label;
import io.framewise.domain.label.LabelChange;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.model.AttachedModel;
import io.framewise.domain.model.Model;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.project.Project;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * Every use case, on stores in memory and scripted machinery, with the street on it: a project, a video of 100 frames,
 * and two attached models, for cars and for red cars.
 */
public final class Workbench {

    public static final int SHARD_FRAMES = 10;

    public final InMemoryUnitOfWork unitOfWork = new InMemoryUnitOfWork();
    public final Stores stores = InMemoryStores.empty(unitOfWork);
    public final InMemoryRunQueue queue = new InMemoryRunQueue(unitOfWork);
    public final BreakableAuditTrail auditTrail = new BreakableAuditTrail(stores.auditTrail());
    public final ScriptedFrameClassifier classifier = new ScriptedFrameClassifier();
    public final ScriptedNetworkInspector inspector = new ScriptedNetworkInspector();
    public final FixedDevices devices = new FixedDevices();

    public final DefineProjects defineProjects;
    public final IngestMedia ingestMedia;
    public final ImportModels importModels;
    public final AttachModels attachModels;
    public final LabelFrames labelFrames;
    public final ExportLabels exportLabels;
    public final ImportLabels importLabels;
    public final ReviewLabels reviewLabels;
    public final UndoLabelChanges undoLabelChanges;
    public final ReadLabelHistory readLabelHistory;
    public final RunInference runInference;
    public final ForecastRun forecastRun;
    public final RunInBulk runInBulk;
    public final RunCascade runCascade;
    public final ControlBatches controlBatches;
    public final ControlRuns controlRuns;
    public final DeriveLabels deriveLabels;
    public final ExecuteRun executeRun;
    public final ReadAuditTrail readAuditTrail;

    public final Project project = aProject();
    public final DataUnit video = aVideo(project);
    public final Model carModel = aCarModel();
    public final Model redModel = aRedModel();
    public final AttachedModel cars = attached(project, carModel);
    public final AttachedModel reds = attached(project, redModel, redMapping());

    public Workbench() {
        this(Path.of("nowhere"));
    }

    /** @param blobs folder for the blobs that are handed out */
    public Workbench(Path blobs) {
        SteppingClock clock = new SteppingClock();
        RandomIdentifiers identifiers = new RandomIdentifiers();
        Journal journal = new Journal(auditTrail, clock);
        InMemoryBlobStore blobStore = new InMemoryBlobStore(blobs);
        defineProjects = new DefineProjects(unitOfWork, stores.projects(), journal, identifiers, clock);
        ingestMedia = new IngestMedia(
                unitOfWork,
                stores.projects(),
                stores.dataUnits(),
                new ScriptedMediaIndexer(),
                blobStore,
                journal,
                identifiers,
                clock);
        importModels = new ImportModels(
                unitOfWork,
                stores.models(),
                inspector,
                new ScriptedMediaIndexer(),
                blobStore,
                journal,
                identifiers,
                clock);
        attachModels = new AttachModels(
                unitOfWork, stores.projects(), stores.models(), stores.attachedModels(), journal, identifiers, clock);
        exportLabels = new ExportLabels(
                unitOfWork, stores.projects(), stores.dataUnits(), stores.labels(), stores.runs(), stores.models());
        importLabels = new ImportLabels(
                unitOfWork, stores.projects(), stores.dataUnits(), stores.labels(), journal, identifiers);
        labelFrames = new LabelFrames(
                unitOfWork, stores.projects(), stores.dataUnits(), stores.labels(), stores.labelHistory(), journal);
        reviewLabels = new ReviewLabels(
                unitOfWork, stores.projects(), stores.dataUnits(), stores.labels(), stores.labelHistory(), journal);
        undoLabelChanges = new UndoLabelChanges(
                unitOfWork, stores.projects(), stores.dataUnits(), stores.labels(), stores.labelHistory(), journal);
        readLabelHistory = new ReadLabelHistory(unitOfWork, stores.dataUnits(), stores.labelHistory());
        runInference = new RunInference(
                unitOfWork,
                stores.projects(),
                stores.dataUnits(),
                stores.models(),
                stores.attachedModels(),
                stores.runs(),
                stores.shards(),
                stores.shardResults(),
                stores.labels(),
                queue,
                devices,
                journal,
                identifiers,
                clock,
                2,
                SHARD_FRAMES);
        controlRuns = new ControlRuns(
                unitOfWork, stores.runs(), stores.shards(), stores.shardResults(), queue, devices, journal, clock, 2);
        InMemoryInferenceBatches batches =
                new InMemoryInferenceBatches(unitOfWork, stores.runs(), stores.shards(), stores.shardResults());
        runInBulk = new RunInBulk(
                unitOfWork, stores.projects(), stores.dataUnits(), batches, runInference, journal, identifiers, clock);
        runCascade = new RunCascade(unitOfWork, stores.projects(), batches, runInference, journal, identifiers, clock);
        controlBatches = new ControlBatches(unitOfWork, batches, stores.runs(), runInference, controlRuns, journal);
        forecastRun = new ForecastRun(
                unitOfWork,
                stores.projects(),
                stores.dataUnits(),
                stores.models(),
                stores.attachedModels(),
                stores.runs(),
                stores.shardResults(),
                stores.labels(),
                devices,
                clock);
        deriveLabels = new DeriveLabels(
                unitOfWork,
                stores.projects(),
                stores.dataUnits(),
                stores.runs(),
                stores.shardResults(),
                stores.labels(),
                stores.labelHistory(),
                journal);
        executeRun = new ExecuteRun(
                unitOfWork,
                stores.projects(),
                stores.dataUnits(),
                stores.models(),
                stores.runs(),
                stores.shards(),
                stores.shardResults(),
                stores.labels(),
                classifier,
                devices,
                deriveLabels,
                journal,
                clock,
                5,
                Duration.ZERO);
        readAuditTrail = new ReadAuditTrail(unitOfWork, auditTrail);
        unitOfWork.run(() -> {
            stores.projects().add(project);
            stores.dataUnits().add(video, filesOf(video), framesOf(video, SHARD_FRAMES));
            stores.models().add(carModel);
            stores.models().add(redModel);
            stores.attachedModels().add(cars);
            stores.attachedModels().add(reds);
        });
    }

    /** Anna asks for the whole video, at a confidence of 0.5. */
    public InferenceRun requested(AttachedModel attached) {
        return requested(attached, null);
    }

    public InferenceRun requested(AttachedModel attached, FrameRange range) {
        return runInference.request(ANNA, project.id(), request(attached, range), null);
    }

    /** For a run that infers anew, because a test's model may say something else each time. */
    public RunInference.Request request(AttachedModel attached, FrameRange range) {
        return new RunInference.Request(
                attached.id(), null, video.id(), range, new Confidence(0.5), null, null, true, null, null);
    }

    /** A fresh run over the whole video that infers every Nth frame, through to its end. */
    public InferenceRun executed(AttachedModel attached, int stride) {
        RunInference.Request request = new RunInference.Request(
                attached.id(), null, video.id(), null, new Confidence(0.5), null, null, true, stride, null);
        InferenceRun run = runInference.request(ANNA, project.id(), request, null);
        execute(run);
        return now(run);
    }

    /** As {@link #executed}, with whatever earlier runs have found. */
    public InferenceRun executedWithReuse(AttachedModel attached, FrameRange range) {
        InferenceRun run = runInference.request(ANNA, project.id(), reusing(attached, range), null);
        execute(run);
        return now(run);
    }

    public RunInference.Request reusing(AttachedModel attached, FrameRange range) {
        return new RunInference.Request(
                attached.id(), null, video.id(), range, new Confidence(0.5), null, null, null, null, null);
    }

    /** Serves one slot of a run until there is no more to do. */
    public void execute(InferenceRun run) {
        UUID slot = UUID.randomUUID();
        while (serve(run, slot, () -> false).isPresent()) {}
    }

    /** Serves a slot of a run once. */
    public Optional<Duration> serve(InferenceRun run, UUID slot, BooleanSupplier stop) {
        return executeRun.execute(run.id(), queue.pool(run.id()), slot, stop);
    }

    /** A run over the whole video, through to its end. */
    public InferenceRun executed(AttachedModel attached) {
        InferenceRun run = requested(attached);
        execute(run);
        return now(run);
    }

    public InferenceRun now(InferenceRun run) {
        return now(run.id());
    }

    public InferenceRun now(InferenceRunId run) {
        return runInference.status(run).run();
    }

    public OutcomeCounts counts(InferenceRun run) {
        return now(run).finishedState().outcome().counts();
    }

    public LabelChange answer(FeatureNodeHash attribute, int first, int last, FeatureNodeHash option) {
        return answer(attribute, first, last, new Answer.Radio(option));
    }

    public LabelChange answerText(FeatureNodeHash attribute, int first, int last, String text) {
        return answer(attribute, first, last, new Answer.Text(text));
    }

    private LabelChange answer(FeatureNodeHash attribute, int first, int last, Answer answer) {
        LabelFrames.Request request = new LabelFrames.Request(attribute, new FrameRange(first, last), answer);
        return labelFrames.answer(ANNA, video.id(), request, null).change();
    }

    public LabelChange remove(FeatureNodeHash attribute, int first, int last) {
        LabelFrames.Request request = new LabelFrames.Request(attribute, new FrameRange(first, last), null);
        return labelFrames.remove(ANNA, video.id(), request, null).change();
    }

    /** Ben accepts or rejects what models propose for an attribute on a range. */
    public ReviewLabels.Reviewed review(String decision, FeatureNodeHash attribute, int first, int last) {
        return reviewLabels.review(
                BEN,
                video.id(),
                new ReviewLabels.Request(decision, attribute, new FrameRange(first, last), null, null, null, null),
                null);
    }

    /** Ben takes changes of the labels back. */
    public UndoLabelChanges.Undone undo(int steps) {
        return undoLabelChanges.undo(BEN, video.id(), steps, null);
    }

    public int version() {
        return readLabelHistory.version(video.id());
    }

    /** The labels of an attribute on the whole video, as people see them. */
    public List<Label> labels(FeatureNodeHash attribute) {
        return labelFrames.find(video.id(), video.wholeRange(), Set.of(attribute));
    }

    /** Every audit entry, the oldest first. */
    public List<AuditEntry> audit() {
        AuditTrail.Filter anything = new AuditTrail.Filter(null, null, null, null, null, null, null);
        List<AuditEntry> entries = new ArrayList<>(
                readAuditTrail.page(anything, new PageRequest(500, null)).items());
        Collections.reverse(entries);
        return entries;
    }

    public List<String> actions() {
        return audit().stream().map(AuditEntry::action).toList();
    }

    public AuditEntry lastEntry() {
        List<AuditEntry> entries = audit();
        return entries.get(entries.size() - 1);
    }
}
