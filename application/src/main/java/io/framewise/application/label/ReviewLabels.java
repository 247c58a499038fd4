package io.framewise.application.label;

import io.framewise.application.UnitOfWork;
import io.framewise.application.audit.Journal;
import io.framewise.application.media.DataUnits;
import io.framewise.application.project.Projects;
import io.framewise.domain.Refusal;
import io.framewise.domain.Violations;
import io.framewise.domain.audit.Actor;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.label.Acceptance;
import io.framewise.domain.label.ChangeCause;
import io.framewise.domain.label.LabelChange;
import io.framewise.domain.label.LabelSheet;
import io.framewise.domain.label.Proposals;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.ontology.Ontology;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A person's word on what models propose. */
public final class ReviewLabels {

    private final UnitOfWork unitOfWork;
    private final Projects projects;
    private final DataUnits dataUnits;
    private final Labels labels;
    private final LabelHistory history;
    private final Journal journal;

    public ReviewLabels(
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
     * Which proposed answers are meant: those that fit everything that is given.
     *
     * @param decision {@code accept} or {@code reject}
     * @param minConfidence of a frame, 0 to 1, included
     * @param maxConfidence of a frame, 0 to 1, included
     */
    public record Request(
            @Nullable String decision,
            @Nullable FeatureNodeHash attribute,
            @Nullable FrameRange frameRange,
            @Nullable InferenceRunId runId,
            @Nullable FeatureNodeHash option,
            @Nullable Double minConfidence,
            @Nullable Double maxConfidence) {

        private boolean accepts() {
            return "accept".equals(decision);
        }
    }

    /**
     * @param version of the labels as they are now
     * @param frames how many frames have an answer that was accepted or rejected
     * @param reviewed these frames, by attribute
     * @param removedBelow frames whose answer went because that of a parent was rejected, by attribute
     */
    public record Reviewed(
            int version,
            int frames,
            Map<FeatureNodeHash, FrameRanges> reviewed,
            Map<FeatureNodeHash, FrameRanges> removedBelow) {}

    /**
     * Accepts proposed answers, which no model overwrites from then on, or rejects them, which removes them and
     * everything below them.
     *
     * @param expectedVersion the version of the labels that was seen, null to take the newest
     * @throws Refusal.Invalid when the request says something that there is not
     * @throws Refusal.Conflict with the code {@code labels-changed} when there is a newer version
     */
    public Reviewed review(Actor actor, DataUnitId id, Request request, @Nullable Integer expectedVersion) {
        return unitOfWork.run(() -> {
            DataUnit dataUnit = dataUnits.lock(id);
            history.checkVersion(id, expectedVersion);
            Ontology ontology = projects.get(dataUnit.projectId()).ontology();
            Proposals which = proposals(dataUnit, ontology, request);
            LabelSheet before = LabelSheet.of(ontology, labels.overlapping(id, which.within(), Set.of()));
            Map<FeatureNodeHash, FrameRanges> reviewed = before.proposed(which);
            if (reviewed.isEmpty()) {
                return new Reviewed(history.version(id), 0, reviewed, Map.of());
            }
            Instant now = journal.now();
            LabelSheet after = before;
            for (Map.Entry<FeatureNodeHash, FrameRanges> one : reviewed.entrySet()) {
                after = request.accepts()
                        ? after.accept(one.getKey(), one.getValue(), new Acceptance(actor, now))
                        : after.remove(one.getKey(), one.getValue());
            }
            LabelChange change = after.since(before);
            labels.apply(id, change, ChangeCause.by(actor, kind(request), now));
            Map<FeatureNodeHash, FrameRanges> removedBelow = removedBelow(change, reviewed);
            String action = request.accepts() ? "label.accepted" : "label.rejected";
            journal.write(actor, action, id, dataUnit.projectId(), details(request, id, reviewed, removedBelow));
            FrameRanges frames = reviewed.values().stream().reduce(FrameRanges.NONE, FrameRanges::union);
            return new Reviewed(history.version(id), frames.count(), reviewed, removedBelow);
        });
    }

    private static ChangeCause.Kind kind(Request request) {
        return request.accepts() ? ChangeCause.Kind.ACCEPTED : ChangeCause.Kind.REJECTED;
    }

    private static Proposals proposals(DataUnit dataUnit, Ontology ontology, Request request) {
        Violations violations = new Violations();
        if (!request.accepts() && !"reject".equals(request.decision())) {
            violations.add("/decision", "unknown-decision", "A decision is \"accept\" or \"reject\".");
        }
        if (request.attribute() != null
                && ontology.attribute(request.attribute()).isEmpty()) {
            violations.add("/attribute", "unknown-attribute", "The project's ontology has no such attribute.");
        }
        if (request.option() != null && ontology.option(request.option()).isEmpty()) {
            violations.add("/option", "unknown-option", "The project's ontology has no such option.");
        }
        FrameRange range = request.frameRange() == null ? dataUnit.wholeRange() : request.frameRange();
        violations.check(() -> dataUnit.checkHas(range, "/frameRange"));
        float lowest = confidence(violations, "/minConfidence", request.minConfidence(), 0);
        float highest = confidence(violations, "/maxConfidence", request.maxConfidence(), 1);
        if (lowest > highest) {
            violations.add(
                    "/maxConfidence", "confidence-below-minimum", "The greatest confidence is less than the least.");
        }
        violations.refuse();
        return new Proposals(
                range,
                request.attribute(),
                request.runId() == null ? null : request.runId().value(),
                request.option(),
                lowest,
                highest);
    }

    private static float confidence(Violations violations, String path, @Nullable Double given, float otherwise) {
        if (given == null) {
            return otherwise;
        }
        if (!(given >= 0 && given <= 1)) {
            violations.add(path, "confidence-out-of-range", "A confidence is a number from 0 to 1, not " + given + ".");
            return otherwise;
        }
        return given.floatValue();
    }

    private static Map<FeatureNodeHash, FrameRanges> removedBelow(
            LabelChange change, Map<FeatureNodeHash, FrameRanges> reviewed) {
        Map<FeatureNodeHash, FrameRanges> below = new LinkedHashMap<>();
        change.lost().forEach((attribute, lost) -> {
            FrameRanges unasked = lost.minus(reviewed.getOrDefault(attribute, FrameRanges.NONE));
            if (!unasked.isEmpty()) {
                below.put(attribute, unasked);
            }
        });
        return below;
    }

    private static Map<String, String> details(
            Request request,
            DataUnitId id,
            Map<FeatureNodeHash, FrameRanges> reviewed,
            Map<FeatureNodeHash, FrameRanges> removedBelow) {
        Map<String, String> details = new HashMap<>();
        details.put("dataUnit", id.toString());
        if (request.runId() != null) {
            details.put("run", request.runId().toString());
        }
        reviewed.forEach((attribute, frames) -> details.put("attribute " + attribute, LostAnswers.counted(frames)));
        removedBelow.forEach(
                (attribute, frames) -> details.put("removed below " + attribute, LostAnswers.counted(frames)));
        return details;
    }
}
