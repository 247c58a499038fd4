package io.framewise.domain.label;

import io.framewise.domain.Refusal;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.ontology.Attribute;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.ontology.Gate;
import io.framewise.domain.ontology.Ontology;
import io.framewise.domain.ontology.Option;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The labels of a stretch of one data unit, one lane of labels that do not overlap per attribute. Every change keeps the
 * conditional relationships (rule 2): an answer is taken only where its gate is answered, and when an answer changes or
 * goes, the answers below it on those frames go with it.
 */
public final class LabelSheet {

    private final Ontology ontology;
    private final Map<FeatureNodeHash, Lane> lanes;

    private LabelSheet(Ontology ontology, Map<FeatureNodeHash, Lane> lanes) {
        this.ontology = ontology;
        this.lanes = lanes;
    }

    /** @param labels in any order, not overlapping inside an attribute */
    public static LabelSheet of(Ontology ontology, Collection<Label> labels) {
        Map<FeatureNodeHash, Lane> lanes = new HashMap<>();
        Label.byAttribute(labels).forEach((attribute, lane) -> lanes.put(attribute, Lane.of(lane)));
        return new LabelSheet(ontology, lanes);
    }

    /** The labels of an attribute, by frame; those that continue each other are joined. */
    public List<Label> joined(FeatureNodeHash attribute) {
        return lane(attribute).joined();
    }

    /** The frames on which an attribute is answered, whoever did. */
    public FrameRanges answered(FeatureNodeHash attribute) {
        return lane(attribute).frames();
    }

    /** The frames on which a radio attribute is answered with an option. */
    public FrameRanges answeredWith(FeatureNodeHash attribute, FeatureNodeHash option) {
        Answer wanted = new Answer.Radio(option);
        return lane(attribute).frames(label -> label.answer().equals(wanted));
    }

    /** The frames on which an attribute is answered by one source; what is accepted of a run is of another source. */
    public FrameRanges answeredBy(FeatureNodeHash attribute, LabelSource source) {
        return lane(attribute).frames(label -> label.source().equals(source));
    }

    /** The frames of a set on which the whole gate is answered with the owning options. */
    public FrameRanges open(Gate gate, FrameRanges within) {
        FrameRanges open = within;
        for (Gate.Condition condition : gate.conditions()) {
            open = open.intersect(answeredWith(condition));
        }
        return open;
    }

    /**
     * The frames on which no model may change the answer of an attribute (rule 4): a person answered it there or
     * accepted the answer, or that of a question below it, which would be lost.
     */
    public FrameRanges heldByPersons(FeatureNodeHash attribute) {
        FrameRanges held = lane(attribute).frames(Label::heldByPerson);
        for (Attribute nested : ontology.below(attribute)) {
            held = held.union(lane(nested.featureNodeHash()).frames(Label::heldByPerson));
        }
        return held;
    }

    /**
     * This sheet with answers in place of whatever the attribute had on their frames.
     *
     * @param labels of one attribute, not overlapping
     * @throws Refusal.Conflict with the code {@code gate-closed} when the gate is not answered on one of the frames
     */
    public LabelSheet answer(FeatureNodeHash attribute, List<Label> labels) {
        FrameRanges frames =
                FrameRanges.ofAll(labels.stream().map(Label::frames).toList());
        ClosedGate.refuse(ontology, attribute, condition -> frames.minus(answeredWith(condition)));
        return with(attribute, lane(attribute).without(frames).with(labels)).closeBelow(attribute, frames);
    }

    /** This sheet without the answers of an attribute, and of everything below it, on some frames. */
    public LabelSheet remove(FeatureNodeHash attribute, FrameRanges frames) {
        return frames.isEmpty()
                ? this
                : with(attribute, lane(attribute).without(frames)).closeBelow(attribute, frames);
    }

    /** The frames of proposed answers that are meant, by attribute, parents before children. */
    public Map<FeatureNodeHash, FrameRanges> proposed(Proposals which) {
        Map<FeatureNodeHash, FrameRanges> proposed = new LinkedHashMap<>();
        ontology.attributes().map(Attribute::featureNodeHash).forEach(attribute -> {
            FrameRanges meant = FrameRanges.ofAll(lane(attribute).labels().stream()
                    .flatMap(label -> which.of(label).ranges().stream())
                    .toList());
            if (!meant.isEmpty()) {
                proposed.put(attribute, meant);
            }
        });
        return proposed;
    }

    /** This sheet with a person behind the answers of runs to an attribute on some frames. */
    public LabelSheet accept(FeatureNodeHash attribute, FrameRanges frames, Acceptance acceptance) {
        Lane lane = lane(attribute);
        List<Label> accepted = lane.on(frames).stream()
                .map(label -> label.accepted(acceptance))
                .toList();
        return with(attribute, lane.without(frames).with(accepted));
    }

    /**
     * This sheet as it was before a change, when nothing has changed on its frames since. What stood then was in
     * accordance with its gates, and gates stay as they are: nodes of an ontology do not move.
     */
    public LabelSheet before(RecordedChange change) {
        Map<FeatureNodeHash, List<Label>> removed = Label.byAttribute(change.removed());
        LabelSheet sheet = this;
        for (Map.Entry<FeatureNodeHash, FrameRanges> changed : change.frames().entrySet()) {
            FeatureNodeHash attribute = changed.getKey();
            Lane others = lane(attribute).without(changed.getValue());
            sheet = sheet.with(attribute, others.with(removed.getOrDefault(attribute, List.of())));
        }
        return sheet;
    }

    /** What has to be stored to get from an earlier sheet of the same stretch to this one. */
    public LabelChange since(LabelSheet before) {
        List<Label> removed = new ArrayList<>();
        List<Label> added = new ArrayList<>();
        Map<FeatureNodeHash, FrameRanges> lost = new LinkedHashMap<>();
        Set<FeatureNodeHash> attributes = new HashSet<>(before.lanes.keySet());
        attributes.addAll(lanes.keySet());
        for (FeatureNodeHash attribute : attributes.stream().sorted().toList()) {
            Set<Label> old = new HashSet<>(before.lane(attribute).labels());
            Set<Label> now = new HashSet<>(lane(attribute).labels());
            before.lane(attribute).labels().stream()
                    .filter(label -> !now.contains(label))
                    .forEach(removed::add);
            lane(attribute).labels().stream()
                    .filter(label -> !old.contains(label))
                    .forEach(added::add);
            FrameRanges gone = before.answered(attribute).minus(answered(attribute));
            if (!gone.isEmpty()) {
                lost.put(attribute, gone);
            }
        }
        return new LabelChange(removed, added, lost);
    }

    private LabelSheet closeBelow(FeatureNodeHash attribute, FrameRanges frames) {
        LabelSheet sheet = this;
        List<Option> options =
                ontology.attribute(attribute).map(Attribute::options).orElse(List.of());
        for (Option option : options) {
            FrameRanges closed = frames.minus(answeredWith(attribute, option.featureNodeHash()));
            for (Attribute nested : option.attributes()) {
                FeatureNodeHash below = nested.featureNodeHash();
                sheet = sheet.remove(below, closed.intersect(sheet.withAnswersBelow(below)));
            }
        }
        return sheet;
    }

    private FrameRanges withAnswersBelow(FeatureNodeHash attribute) {
        FrameRanges answered = answered(attribute);
        for (Attribute nested : ontology.below(attribute)) {
            answered = answered.union(answered(nested.featureNodeHash()));
        }
        return answered;
    }

    private FrameRanges answeredWith(Gate.Condition condition) {
        return answeredWith(condition.attribute(), condition.option());
    }

    private Lane lane(FeatureNodeHash attribute) {
        return lanes.getOrDefault(attribute, Lane.EMPTY);
    }

    private LabelSheet with(FeatureNodeHash attribute, Lane lane) {
        Map<FeatureNodeHash, Lane> next = new HashMap<>(lanes);
        next.put(attribute, lane);
        return new LabelSheet(ontology, next);
    }
}
