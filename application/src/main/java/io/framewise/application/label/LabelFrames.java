package io.framewise.application.label;

import io.framewise.application.UnitOfWork;
import io.framewise.application.audit.Journal;
import io.framewise.application.media.DataUnits;
import io.framewise.application.project.Projects;
import io.framewise.domain.Refusal;
import io.framewise.domain.Violations;
import io.framewise.domain.audit.Actor;
import io.framewise.domain.label.Answer;
import io.framewise.domain.label.ChangeCause;
import io.framewise.domain.label.Confidences;
import io.framewise.domain.label.Label;
import io.framewise.domain.label.LabelChange;
import io.framewise.domain.label.LabelSheet;
import io.framewise.domain.label.LabelSource;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.ontology.Attribute;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.ontology.Ontology;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A person's answers, and the labels as they are. */
public final class LabelFrames {

    private final UnitOfWork unitOfWork;
    private final Projects projects;
    private final DataUnits dataUnits;
    private final Labels labels;
    private final LabelHistory history;
    private final Journal journal;

    public LabelFrames(
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

    /** @param answer not used for a removal */
    public record Request(
            @Nullable FeatureNodeHash attribute,
            @Nullable FrameRange frameRange,
            @Nullable Answer answer) {}

    /**
     * @param version of the labels as they are now
     * @param change what changed, the answers below that went with it included
     */
    public record Changed(int version, LabelChange change) {}

    /**
     * Answers an attribute on a range, whoever answered it before.
     *
     * @param expectedVersion the version of the labels that was seen, null to take the newest
     * @throws Refusal.Invalid when the answer does not answer the attribute
     * @throws Refusal.Conflict with the code {@code gate-closed} when a parent question has not the answer that opens the
     *     attribute, or {@code labels-changed} when there is a newer version
     */
    public Changed answer(Actor actor, DataUnitId id, Request request, @Nullable Integer expectedVersion) {
        return unitOfWork.run(() -> {
            Target target = target(id, request, expectedVersion);
            Answer answer = request.answer();
            if (answer == null) {
                throw new Refusal.Invalid("/answer", "missing-field", "Say what the answer is.");
            }
            answer.checkAnswers(target.attribute());
            Label label = new Label(
                    target.attribute().featureNodeHash(),
                    target.range(),
                    answer,
                    new LabelSource.Person(actor),
                    Confidences.NONE);
            LabelSheet before = target.sheet();
            LabelSheet after = before.answer(label.attribute(), List.of(label));
            return store(actor, ChangeCause.Kind.ANSWERED, target, after.since(before));
        });
    }

    /**
     * Removes whatever answers an attribute on a range, and everything below it.
     *
     * @param expectedVersion the version of the labels that was seen, null to take the newest
     * @throws Refusal.Conflict with the code {@code labels-changed} when there is a newer version
     */
    public Changed remove(Actor actor, DataUnitId id, Request request, @Nullable Integer expectedVersion) {
        return unitOfWork.run(() -> {
            Target target = target(id, request, expectedVersion);
            LabelSheet before = target.sheet();
            LabelSheet after = before.remove(target.attribute().featureNodeHash(), FrameRanges.of(target.range()));
            return store(actor, ChangeCause.Kind.REMOVED, target, after.since(before));
        });
    }

    /**
     * The labels on a range, cut to it, joined where they continue each other, parents before children.
     *
     * @param attributes only these; empty for all
     */
    public List<Label> find(DataUnitId id, FrameRange range, Set<FeatureNodeHash> attributes) {
        return unitOfWork.run(() -> {
            DataUnit dataUnit = dataUnits.get(id);
            dataUnit.checkHas(range, "");
            Ontology ontology = projects.get(dataUnit.projectId()).ontology();
            List<Label> cut = labels.overlapping(id, range, attributes).stream()
                    .map(label -> label.inside(range))
                    .toList();
            LabelSheet sheet = LabelSheet.of(ontology, cut);
            return ontology.attributes()
                    .flatMap(attribute -> sheet.joined(attribute.featureNodeHash()).stream())
                    .toList();
        });
    }

    private record Target(
            DataUnit dataUnit, Ontology ontology, Attribute attribute, FrameRange range, LabelSheet sheet) {}

    private Target target(DataUnitId id, Request request, @Nullable Integer expectedVersion) {
        DataUnit dataUnit = dataUnits.lock(id);
        history.checkVersion(id, expectedVersion);
        Ontology ontology = projects.get(dataUnit.projectId()).ontology();
        FeatureNodeHash attribute = request.attribute();
        FrameRange range = request.frameRange();
        Violations violations = new Violations();
        if (attribute == null || ontology.attribute(attribute).isEmpty()) {
            violations.add("/attribute", "unknown-attribute", "The project's ontology has no such attribute.");
        }
        if (range == null) {
            violations.add("/frameRange", "missing-field", "Say which frames.");
        } else {
            violations.check(() -> dataUnit.checkHas(range, "/frameRange"));
        }
        violations.refuse();
        if (attribute == null || range == null) {
            throw new IllegalStateException("Each missing value has made a violation.");
        }
        LabelSheet sheet = LabelSheet.of(ontology, labels.overlapping(id, range, Set.of()));
        return new Target(dataUnit, ontology, ontology.attribute(attribute).orElseThrow(), range, sheet);
    }

    private Changed store(Actor actor, ChangeCause.Kind kind, Target target, LabelChange change) {
        DataUnitId id = target.dataUnit().id();
        if (!change.isEmpty()) {
            labels.apply(id, change, ChangeCause.by(actor, kind, journal.now()));
            FeatureNodeHash attribute = target.attribute().featureNodeHash();
            Map<String, String> details = new HashMap<>(LostAnswers.details(change, attribute));
            details.put("attribute", attribute.value());
            details.put("frames", target.range().toString());
            details.put("dataUnit", id.toString());
            String action = kind == ChangeCause.Kind.ANSWERED ? "label.answered" : "label.removed";
            journal.write(actor, action, id, target.dataUnit().projectId(), details);
        }
        return new Changed(history.version(id), change);
    }
}
