package io.framewise.domain.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.ontology.Attribute;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.ontology.Gate;
import io.framewise.domain.ontology.Ontology;
import io.framewise.domain.ontology.Option;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The labels of a stretch, kept the slow way: one answer a frame. What a {@link LabelSheet} is held against. */
public final class FrameByFrame {

    /** @param confidence NaN for a person's */
    public record Cell(Answer answer, LabelSource source, float confidence) {}

    private final Ontology ontology;
    private final int frames;
    private final Map<FeatureNodeHash, Cell[]> lanes = new HashMap<>();

    public FrameByFrame(Ontology ontology, int frames) {
        this.ontology = ontology;
        this.frames = frames;
        ontology.attributes().forEach(attribute -> lanes.put(attribute.featureNodeHash(), new Cell[frames]));
    }

    /** What a sheet says; fails where two labels of an attribute share a frame. */
    public static FrameByFrame of(Ontology ontology, int frames, LabelSheet sheet) {
        FrameByFrame read = new FrameByFrame(ontology, frames);
        for (Label label : labels(ontology, sheet)) {
            for (int frame = label.frames().first(); frame <= label.frames().last(); frame++) {
                Cell[] lane = read.lanes.get(label.attribute());
                assertThat(lane[frame])
                        .as("one answer of %s on frame %d", label.attribute(), frame)
                        .isNull();
                lane[frame] = new Cell(
                        label.answer(),
                        label.source(),
                        label.byPerson()
                                ? Float.NaN
                                : label.confidences().at(frame - label.frames().first()));
            }
        }
        return read;
    }

    /** Every label of a sheet, as it would be stored. */
    public static List<Label> labels(Ontology ontology, LabelSheet sheet) {
        return sheet.since(LabelSheet.of(ontology, List.of())).added();
    }

    public Cell at(FeatureNodeHash attribute, int frame) {
        return lanes.get(attribute)[frame];
    }

    public boolean open(FeatureNodeHash attribute, int frame) {
        for (Gate.Condition condition : ontology.gate(attribute).conditions()) {
            Cell parent = at(condition.attribute(), frame);
            if (parent == null || !parent.answer().equals(new Answer.Radio(condition.option()))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a person answered or accepted an attribute or something below it on a frame. */
    public boolean held(FeatureNodeHash attribute, int frame) {
        boolean held = heldItself(attribute, frame);
        for (Attribute nested : ontology.below(attribute)) {
            held |= heldItself(nested.featureNodeHash(), frame);
        }
        return held;
    }

    /** Accepts the answer of a run, where there is one that nobody has accepted. */
    public void accept(FeatureNodeHash attribute, int frame, Acceptance acceptance) {
        Cell cell = at(attribute, frame);
        if (cell != null && cell.source() instanceof LabelSource.Run run && run.acceptance() == null) {
            LabelSource accepted = new LabelSource.Run(run.inferenceRun(), acceptance);
            lanes.get(attribute)[frame] = new Cell(cell.answer(), accepted, cell.confidence());
        }
    }

    public void answer(FeatureNodeHash attribute, int frame, Cell cell) {
        lanes.get(attribute)[frame] = cell;
        for (Option option : ontology.attribute(attribute).orElseThrow().options()) {
            if (!cell.answer().equals(new Answer.Radio(option.featureNodeHash()))) {
                option.attributes().forEach(nested -> remove(nested.featureNodeHash(), frame));
            }
        }
    }

    public void remove(FeatureNodeHash attribute, int frame) {
        lanes.get(attribute)[frame] = null;
        ontology.below(attribute).forEach(nested -> lanes.get(nested.featureNodeHash())[frame] = null);
    }

    /** Rule 2: there is no answer where its gate is closed. */
    public void assertConditionalRelationshipsHold() {
        lanes.forEach((attribute, lane) -> {
            for (int frame = 0; frame < frames; frame++) {
                if (lane[frame] != null) {
                    assertThat(open(attribute, frame))
                            .as("the gate of %s on frame %d", attribute, frame)
                            .isTrue();
                }
            }
        });
    }

    /** That a change leads from one sheet to another, and says what was lost on the way. */
    public static void assertLeads(Ontology ontology, int frames, LabelSheet before, LabelSheet after) {
        LabelChange change = after.since(before);
        Set<Label> stored = new HashSet<>(labels(ontology, before));
        assertThat(stored).containsAll(change.removed());
        change.removed().forEach(stored::remove);
        assertThat(change.added()).noneMatch(stored::contains);
        stored.addAll(change.added());
        assertThat(stored).containsExactlyInAnyOrderElementsOf(labels(ontology, after));
        assertThat(change.removed()).noneMatch(change.added()::contains);
        assertThat(change.lost()).isEqualTo(of(ontology, frames, before).lostIn(of(ontology, frames, after)));
    }

    private Map<FeatureNodeHash, FrameRanges> lostIn(FrameByFrame after) {
        Map<FeatureNodeHash, FrameRanges> lost = new HashMap<>();
        lanes.forEach((attribute, lane) -> {
            BitSet gone = new BitSet();
            for (int frame = 0; frame < frames; frame++) {
                gone.set(frame, lane[frame] != null && after.at(attribute, frame) == null);
            }
            if (!gone.isEmpty()) {
                lost.put(attribute, FrameRanges.of(gone));
            }
        });
        return lost;
    }

    private boolean heldItself(FeatureNodeHash attribute, int frame) {
        Cell cell = at(attribute, frame);
        return cell != null && !(cell.source() instanceof LabelSource.Run run && run.acceptance() == null);
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof FrameByFrame that) || !lanes.keySet().equals(that.lanes.keySet())) {
            return false;
        }
        return lanes.entrySet().stream()
                .allMatch(lane -> java.util.Arrays.equals(lane.getValue(), that.lanes.get(lane.getKey())));
    }

    @Override
    public int hashCode() {
        return lanes.keySet().hashCode();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        lanes.forEach((attribute, lane) -> {
            text.append(attribute).append(' ');
            for (Cell cell : lane) {
                text.append(cell == null ? '.' : cell.source() instanceof LabelSource.Person ? 'P' : 'm')
                        .append(cell == null ? "" : cell.answer());
            }
            text.append('\n');
        });
        return text.toString();
    }
}
