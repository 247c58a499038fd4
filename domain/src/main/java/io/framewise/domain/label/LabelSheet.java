package io.framewise.domain.label;

import io.framewise.domain.Refusal;
import io.framewise.domain.Violation;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.ontology.Attribute;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.ontology.Gate;
import io.framewise.domain.ontology.Ontology;
import io.framewise.domain.ontology.Option;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The labels of a stretch of one data unit, one lane of labels that do not overlap per attribute. Every change keeps the
 * conditional relationships (rule 2): an answer is taken only where its gate is answered, and when an answer changes or
 * goes, the answers below it on those frames go with it.
 */
public final class LabelSheet {

    private final Ontology ontology;
    private final Map<FeatureNodeHash, List<Label>> lanes;

    private LabelSheet(Ontology ontology, Map<FeatureNodeHash, List<Label>> lanes) {
        this.ontology = ontology;
        this.lanes = lanes;
    }

    /** @param labels in any order, not overlapping inside an attribute */
    public static LabelSheet of(Ontology ontology, Collection<Label> labels) {
        Map<FeatureNodeHash, List<Label>> lanes = new HashMap<>();
        labels.stream()
                .sorted(Comparator.comparing(Label::frames))
                .forEach(label -> lanes.computeIfAbsent(label.attribute(), any -> new ArrayList<>())
                        .add(label));
        lanes.replaceAll((attribute, lane) -> List.copyOf(lane));
        return new LabelSheet(ontology, lanes);
    }

    /** The labels of an attribute, by frame; those that continue each other are joined. */
    public List<Label> joined(FeatureNodeHash attribute) {
        List<Label> joined = new ArrayList<>();
        List<Label> run = new ArrayList<>();
        for (Label label : lane(attribute)) {
            if (!run.isEmpty() && !run.get(run.size() - 1).continuesWith(label)) {
                joined.add(Label.joined(run));
                run.clear();
            }
            run.add(label);
        }
        if (!run.isEmpty()) {
            joined.add(Label.joined(run));
        }
        return joined;
    }

    /** The frames on which an attribute is answered, whoever did. */
    public FrameRanges answered(FeatureNodeHash attribute) {
        return frames(attribute, label -> true);
    }

    /** The frames on which a radio attribute is answered with an option. */
    public FrameRanges answeredWith(FeatureNodeHash attribute, FeatureNodeHash option) {
        Answer wanted = new Answer.Radio(option);
        return frames(attribute, label -> label.answer().equals(wanted));
    }

    /** The frames on which an attribute is answered by one run. */
    public FrameRanges answeredBy(FeatureNodeHash attribute, LabelSource source) {
        return frames(attribute, label -> label.source().equals(source));
    }

    /** The frames of a set on which the whole gate is answered with the owning options. */
    public FrameRanges open(Gate gate, FrameRanges within) {
        FrameRanges open = within;
        for (Gate.Condition condition : gate.conditions()) {
            open = open.intersect(answeredWith(condition.attribute(), condition.option()));
        }
        return open;
    }

    /**
     * The frames on which no model may change the answer of an attribute (rule 4): a person answered it there, or a
     * question below it, whose answer would be lost.
     */
    public FrameRanges heldByPersons(FeatureNodeHash attribute) {
        FrameRanges held = frames(attribute, Label::byPerson);
        for (Attribute nested : ontology.below(attribute)) {
            held = held.union(frames(nested.featureNodeHash(), Label::byPerson));
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
        checkOpen(attribute, frames);
        Map<FeatureNodeHash, List<Label>> next = new HashMap<>(lanes);
        List<Label> lane = cut(lane(attribute), frames);
        lane.addAll(labels);
        lane.sort(Comparator.comparing(Label::frames));
        next.put(attribute, List.copyOf(lane));
        return new LabelSheet(ontology, next).closeBelow(attribute, frames);
    }

    /** This sheet without the answers of an attribute, and of everything below it, on some frames. */
    public LabelSheet remove(FeatureNodeHash attribute, FrameRanges frames) {
        if (frames.isEmpty()) {
            return this;
        }
        Map<FeatureNodeHash, List<Label>> next = new HashMap<>(lanes);
        next.put(attribute, List.copyOf(cut(lane(attribute), frames)));
        return new LabelSheet(ontology, next).closeBelow(attribute, frames);
    }

    /** What has to be stored to get from an earlier sheet of the same stretch to this one. */
    public LabelChange since(LabelSheet before) {
        List<Label> removed = new ArrayList<>();
        List<Label> added = new ArrayList<>();
        Map<FeatureNodeHash, FrameRanges> lost = new LinkedHashMap<>();
        Set<FeatureNodeHash> attributes = new HashSet<>(before.lanes.keySet());
        attributes.addAll(lanes.keySet());
        for (FeatureNodeHash attribute : attributes.stream().sorted().toList()) {
            Set<Label> old = new HashSet<>(before.lane(attribute));
            Set<Label> now = new HashSet<>(lane(attribute));
            before.lane(attribute).stream()
                    .filter(label -> !now.contains(label))
                    .forEach(removed::add);
            lane(attribute).stream().filter(label -> !old.contains(label)).forEach(added::add);
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

    private void checkOpen(FeatureNodeHash attribute, FrameRanges frames) {
        List<Violation> violations = new ArrayList<>();
        for (Gate.Condition condition : ontology.gate(attribute).conditions()) {
            FrameRanges missing = frames.minus(answeredWith(condition.attribute(), condition.option()));
            for (FrameRange range : missing.ranges()) {
                violations.add(new Violation(
                        "/frameRange",
                        "missing-parent-answer",
                        "Frames " + range.first() + " to " + range.last() + ": answer " + named(condition)
                                + " first."));
            }
        }
        if (!violations.isEmpty()) {
            throw new Refusal.Conflict(
                    "gate-closed",
                    "A nested question is answered only where its parent questions have the answers that open it.",
                    violations);
        }
    }

    private String named(Gate.Condition condition) {
        return ontology.option(condition.option())
                .map(place -> "\"" + place.attribute().title() + "\" = \""
                        + place.option().title() + "\"")
                .orElse(condition.toString());
    }

    private List<Label> lane(FeatureNodeHash attribute) {
        return lanes.getOrDefault(attribute, List.of());
    }

    private FrameRanges frames(FeatureNodeHash attribute, Predicate<Label> which) {
        return FrameRanges.ofAll(
                lane(attribute).stream().filter(which).map(Label::frames).toList());
    }

    private static List<Label> cut(List<Label> lane, FrameRanges frames) {
        List<Label> rest = new ArrayList<>();
        lane.forEach(label -> rest.addAll(label.without(frames)));
        return rest;
    }
}
