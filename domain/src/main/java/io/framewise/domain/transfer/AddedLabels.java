package io.framewise.domain.transfer;

import io.framewise.domain.label.Label;
import io.framewise.domain.label.LabelSheet;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.ontology.Gate;
import io.framewise.domain.ontology.Ontology;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Whether labels can be added to those that a data unit has: none takes the place of another, whoever made it, and when
 * all are there, every gate is answered with the owning options (rule 2).
 */
public final class AddedLabels {

    private final Ontology ontology;
    private final LabelSheet before;
    private final LabelSheet after;
    private final Findings findings;
    private final Map<Gate.Condition, FrameRanges> answered = new HashMap<>();

    private AddedLabels(Ontology ontology, LabelSheet before, LabelSheet after, Findings findings) {
        this.ontology = ontology;
        this.before = before;
        this.after = after;
        this.findings = findings;
    }

    /**
     * @param added by attribute, each in frame order and apart
     * @param findings get a violation for each label that cannot be added
     */
    public static void check(
            Ontology ontology,
            Collection<Label> existing,
            Map<FeatureNodeHash, List<PlacedLabel>> added,
            Findings findings) {
        List<Label> all = new ArrayList<>(existing);
        added.values().forEach(lane -> lane.forEach(placed -> all.add(placed.label())));
        LabelSheet before = LabelSheet.of(ontology, existing);
        AddedLabels labels = new AddedLabels(ontology, before, LabelSheet.of(ontology, all), findings);
        added.forEach(labels::checkLane);
    }

    private void checkLane(FeatureNodeHash attribute, List<PlacedLabel> lane) {
        FrameRanges frames = FrameRanges.ofAll(
                lane.stream().map(placed -> placed.label().frames()).toList());
        touching(
                lane,
                frames.intersect(before.answered(attribute)),
                (label, frame) -> findings.add(
                        label.path() + "/frameRange",
                        "already-answered",
                        "Frame " + frame + " has an answer to this question already. An import only adds."));
        for (Gate.Condition condition : ontology.gate(attribute).conditions()) {
            touching(
                    lane,
                    frames.minus(answered(condition)),
                    (label, frame) -> findings.add(
                            label.path() + "/frameRange",
                            "missing-parent-answer",
                            "On frame " + frame + " this question is not open: " + named(condition)
                                    + " is not the answer there."));
        }
    }

    private FrameRanges answered(Gate.Condition condition) {
        return answered.computeIfAbsent(
                condition, any -> after.answeredWith(condition.attribute(), condition.option()));
    }

    /** The labels of a lane that have a frame in a set, each with the first such frame; one walk along both. */
    private static void touching(List<PlacedLabel> lane, FrameRanges set, BiConsumer<PlacedLabel, Integer> found) {
        int next = 0;
        for (PlacedLabel placed : lane) {
            FrameRange frames = placed.label().frames();
            while (next < set.ranges().size() && set.ranges().get(next).last() < frames.first()) {
                next++;
            }
            if (next < set.ranges().size() && set.ranges().get(next).first() <= frames.last()) {
                found.accept(
                        placed, Math.max(frames.first(), set.ranges().get(next).first()));
            }
        }
    }

    private String named(Gate.Condition condition) {
        return ontology.option(condition.option())
                .map(place -> "\"" + place.attribute().title() + "\" = \""
                        + place.option().title() + "\"")
                .orElse(condition.toString());
    }
}
