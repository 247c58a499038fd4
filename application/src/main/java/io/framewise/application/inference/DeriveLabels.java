package io.framewise.application.inference;

import io.framewise.application.UnitOfWork;
import io.framewise.application.audit.Journal;
import io.framewise.application.label.LabelHistory;
import io.framewise.application.label.Labels;
import io.framewise.application.label.LostAnswers;
import io.framewise.application.media.DataUnits;
import io.framewise.application.project.Projects;
import io.framewise.domain.audit.Actor;
import io.framewise.domain.inference.AnswerRule;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.inference.LabelDerivation;
import io.framewise.domain.inference.LabelDerivation.Rules;
import io.framewise.domain.inference.OutcomeCounts;
import io.framewise.domain.inference.RunRequest;
import io.framewise.domain.inference.RunState;
import io.framewise.domain.inference.ShardResult;
import io.framewise.domain.inference.ThresholdPreview;
import io.framewise.domain.inference.Thresholds;
import io.framewise.domain.label.ChangeCause;
import io.framewise.domain.label.LabelChange;
import io.framewise.domain.label.LabelSheet;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.ontology.Ontology;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes labels of predictions: once when a shard is written, and again when the threshold of a finished run moves. */
public final class DeriveLabels {

    private final UnitOfWork unitOfWork;
    private final Projects projects;
    private final DataUnits dataUnits;
    private final InferenceRuns runs;
    private final ShardResults results;
    private final Labels labels;
    private final LabelHistory history;
    private final Journal journal;

    public DeriveLabels(
            UnitOfWork unitOfWork,
            Projects projects,
            DataUnits dataUnits,
            InferenceRuns runs,
            ShardResults results,
            Labels labels,
            LabelHistory history,
            Journal journal) {
        this.unitOfWork = unitOfWork;
        this.projects = projects;
        this.dataUnits = dataUnits;
        this.runs = runs;
        this.results = results;
        this.labels = labels;
        this.history = history;
        this.journal = journal;
    }

    /**
     * Stores a shard and its labels, inside the caller's transaction.
     *
     * @return false when the run is no longer to go on; nothing is stored then
     */
    boolean first(InferenceRun run, ShardResult result) {
        dataUnits.lock(run.request().dataUnitId());
        InferenceRun current = runs.lock(run.id());
        if (!(current.state() instanceof RunState.Running)) {
            return false;
        }
        Rules rules = rules(run, run.request().thresholds().unsmoothed());
        LabelSheet before = sheet(run.request(), result.shard().frames());
        LabelDerivation derivation = LabelDerivation.first(result, rules, before);
        if (results.add(run.id(), result, derivation.counts())) {
            Actor requester = run.request().requester();
            store(
                    cause(run, ChangeCause.Kind.INFERRED, requester),
                    run,
                    derivation.labels().since(before));
        }
        return true;
    }

    /**
     * Moves the thresholds of a finished run: its labels are derived again from the stored probabilities.
     *
     * @throws io.framewise.domain.Refusal.Conflict when the run has not finished
     * @throws io.framewise.domain.Refusal.Invalid when a threshold is for an option that no feature stands for
     */
    public InferenceRun again(Actor actor, InferenceRunId id, Thresholds thresholds) {
        return unitOfWork.run(() -> {
            RunRequest request = runs.get(id).request();
            thresholds.check(request.featuresMapping());
            dataUnits.lock(request.dataUnitId());
            InferenceRun run = runs.lock(id);
            Thresholds from = run.finishedState().outcome().thresholds();
            OutcomeCounts counts = whole(run, thresholds, cause(run, ChangeCause.Kind.REDERIVED, actor));
            InferenceRun rederived = run.rederived(thresholds, counts);
            runs.save(rederived);
            Map<String, String> details = new HashMap<>(RunEnding.details(counts));
            details.put("from", from.toString());
            details.put("to", thresholds.toString());
            journal.write(actor, "inference-run.confidence-changed", id, request.projectId(), details);
            return rederived;
        });
    }

    /**
     * Smooths the labels of a run whose shards are all written, inside the caller's transaction, which has locked the data
     * unit: only now the neighbours of every frame are known.
     */
    void smooth(InferenceRun run) {
        Actor requester = run.request().requester();
        whole(run, run.request().thresholds(), cause(run, ChangeCause.Kind.INFERRED, requester));
    }

    private OutcomeCounts whole(InferenceRun run, Thresholds thresholds, ChangeCause cause) {
        RunRequest request = run.request();
        LabelSheet before = sheet(request, request.frameRange());
        List<ShardResult> shards = results.overlapping(run.id(), request.frameRange());
        FrameRanges rejected = history.rejected(request.dataUnitId(), run.id(), request.attribute());
        LabelDerivation derivation = LabelDerivation.again(shards, rules(run, thresholds), before, rejected);
        results.recount(run.id(), byShard(shards, derivation));
        store(cause, run, derivation.labels().since(before));
        return derivation.counts();
    }

    /** What other thresholds would give, with the smoothing that the labels have; nothing is changed. */
    public ThresholdPreview preview(InferenceRunId id) {
        return unitOfWork.run(() -> {
            InferenceRun run = runs.get(id);
            RunRequest request = run.request();
            return ThresholdPreview.of(
                    results.overlapping(id, request.frameRange()),
                    rules(run, now(run)),
                    request.featuresMapping().options().values(),
                    sheet(request, request.frameRange()));
        });
    }

    /** The thresholds that the labels of a run have been made with. */
    private static Thresholds now(InferenceRun run) {
        return run.state() instanceof RunState.Finished finished
                ? finished.outcome().thresholds()
                : run.request().thresholds().unsmoothed();
    }

    private static Map<Integer, OutcomeCounts> byShard(List<ShardResult> shards, LabelDerivation derivation) {
        Map<Integer, OutcomeCounts> counts = new HashMap<>();
        for (int i = 0; i < shards.size(); i++) {
            counts.put(shards.get(i).shard().number(), derivation.shards().get(i));
        }
        return counts;
    }

    private Rules rules(InferenceRun run, Thresholds thresholds) {
        RunRequest request = run.request();
        Ontology ontology = projects.ontology(request.projectId(), request.ontologyRevision());
        AnswerRule answers = new AnswerRule(request.features(), request.featuresMapping(), thresholds);
        return new Rules(run.id(), request.attribute(), ontology.gate(request.attribute()), answers);
    }

    /** With the newest ontology: what has been nested below the attribute since must obey it, too. */
    private LabelSheet sheet(RunRequest request, FrameRange frames) {
        Ontology ontology = projects.get(request.projectId()).ontology();
        return LabelSheet.of(ontology, labels.overlapping(request.dataUnitId(), frames, Set.of()));
    }

    private ChangeCause cause(InferenceRun run, ChangeCause.Kind kind, Actor actor) {
        return ChangeCause.ofRun(run.id().value(), kind, actor, journal.now());
    }

    private void store(ChangeCause cause, InferenceRun run, LabelChange change) {
        if (change.isEmpty()) {
            return;
        }
        labels.apply(run.request().dataUnitId(), change, cause);
        Map<String, String> lost =
                new HashMap<>(LostAnswers.details(change, run.request().attribute()));
        if (!lost.isEmpty()) {
            lost.put("dataUnit", run.request().dataUnitId().toString());
            journal.write(
                    cause.actor(),
                    "inference-run.removed-answers",
                    run.id(),
                    run.request().projectId(),
                    lost);
        }
    }
}
