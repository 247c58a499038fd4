package io.framewise.application.label;

import io.framewise.application.UnitOfWork;
import io.framewise.application.audit.Journal;
import io.framewise.application.media.DataUnits;
import io.framewise.application.project.Projects;
import io.framewise.domain.Refusal;
import io.framewise.domain.audit.Actor;
import io.framewise.domain.label.ChangeCause;
import io.framewise.domain.label.LabelSheet;
import io.framewise.domain.label.RecordedChange;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.ontology.Ontology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes changes of labels back, the newest first, whoever made them: a person, or a run shard by shard. */
public final class UndoLabelChanges {

    /** Steps of one request at most. */
    public static final int MAX_STEPS = 100;

    private final UnitOfWork unitOfWork;
    private final Projects projects;
    private final DataUnits dataUnits;
    private final Labels labels;
    private final LabelHistory history;
    private final Journal journal;

    public UndoLabelChanges(
            UnitOfWork unitOfWork,
            Projects projects,
            DataUnits dataUnits,
            Labels labels,
            LabelHistory history,
            Journal journal) {
        this.unitOfWork = unitOfWork;
        this.projects = projects;
        this.dataUnits = dataUnits;
        this.labels = labels;
        this.history = history;
        this.journal = journal;
    }

    /**
     * A change that was taken back.
     *
     * @param change its number
     * @param cause why the labels had changed
     * @param frames where the labels are again as they were before it, by attribute
     */
    public record TakenBack(int change, ChangeCause cause, Map<FeatureNodeHash, FrameRanges> frames) {}

    /**
     * @param version of the labels as they are now
     * @param takenBack the newest first
     */
    public record Undone(int version, List<TakenBack> takenBack) {}

    /**
     * Takes back the newest changes that were not taken back before. Taking back is a change itself, and is on record;
     * it is not taken back in turn, so whoever does it again gets further back.
     *
     * @param steps how many changes, 1 to {@value #MAX_STEPS}; all of them are taken back or none
     * @param expectedVersion the version of the labels that was seen, null to take the newest
     * @throws Refusal.Conflict with the code {@code nothing-to-undo} when there are not so many, or {@code
     *     labels-changed} when somebody or a run has changed them since
     */
    public Undone undo(Actor actor, DataUnitId id, int steps, @Nullable Integer expectedVersion) {
        if (steps < 1 || steps > MAX_STEPS) {
            throw new Refusal.Invalid("/steps", "steps-out-of-range", "Take back 1 to " + MAX_STEPS + " changes.");
        }
        return unitOfWork.run(() -> {
            DataUnit dataUnit = dataUnits.lock(id);
            history.checkVersion(id, expectedVersion);
            Ontology ontology = projects.get(dataUnit.projectId()).ontology();
            List<TakenBack> takenBack = new ArrayList<>();
            for (int step = 0; step < steps; step++) {
                takenBack.add(takeBack(actor, id, ontology));
            }
            Map<String, String> details = new HashMap<>();
            details.put("dataUnit", id.toString());
            takenBack.forEach(one -> details.put("change " + one.change(), told(one.cause())));
            journal.write(actor, "label.undone", id, dataUnit.projectId(), details);
            return new Undone(history.version(id), takenBack);
        });
    }

    private TakenBack takeBack(Actor actor, DataUnitId id, Ontology ontology) {
        RecordedChange change = history.newestStanding(id)
                .orElseThrow(() ->
                        new Refusal.Conflict("nothing-to-undo", "There are not so many changes to be taken back."));
        LabelSheet now = LabelSheet.of(ontology, labels.overlapping(id, change.extent(), Set.of()));
        LabelSheet then = now.before(change);
        labels.apply(id, then.since(now), ChangeCause.undoing(change.number(), actor, journal.now()));
        return new TakenBack(change.number(), change.cause(), change.frames());
    }

    private static String told(ChangeCause cause) {
        String what = cause.kind().name().toLowerCase(Locale.ROOT);
        return what + " by " + (cause.inferenceRun() == null ? cause.actor().name() : "run " + cause.inferenceRun());
    }
}
