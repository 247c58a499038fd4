package io.framewise.domain.inference;

import io.framewise.domain.label.Answer;
import io.framewise.domain.label.Confidences;
import io.framewise.domain.label.Label;
import io.framewise.domain.label.LabelSheet;
import io.framewise.domain.label.LabelSource;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.ontology.Gate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the labels of a run from a shard's probabilities, against the labels as they are now (rules 2 to 4).
 *
 * @param labels the stretch with the run's labels on it
 * @param counts of the shard's frames
 */
public record LabelDerivation(LabelSheet labels, OutcomeCounts counts) {

    /** What is the same for all shards of a run. */
    public record Rules(InferenceRunId run, FeatureNodeHash attribute, Gate gate, AnswerRule answers) {

        LabelSource source() {
            return new LabelSource.Run(run.value());
        }
    }

    /** For the first time: answers of earlier runs give way. */
    public static LabelDerivation first(ShardResult result, Rules rules, LabelSheet labels) {
        return new Frames(result, rules, labels, FrameRanges.NONE).derive();
    }

    /**
     * With another threshold: the run's own labels that no longer stand go, and with them what is below them; what
     * another run has answered since stays, and so does what a person has accepted.
     */
    public static LabelDerivation again(ShardResult result, Rules rules, LabelSheet labels) {
        FrameRanges own = labels.answeredBy(rules.attribute(), rules.source());
        FrameRanges others = labels.answered(rules.attribute()).minus(own);
        return new Frames(result, rules, labels, others).derive();
    }

    /** One pass over the frames of a shard. */
    private static final class Frames {

        private final ShardResult result;
        private final Rules rules;
        private final LabelSheet labels;
        private final FrameRanges taken;
        private final List<Label> made = new ArrayList<>();
        private final float[] confidences;
        private int first = -1;
        private int last = -1;
        private @Nullable FeatureNodeHash option;

        /** @param taken frames that are counted and not labelled */
        Frames(ShardResult result, Rules rules, LabelSheet labels, FrameRanges taken) {
            this.result = result;
            this.rules = rules;
            this.labels = labels;
            this.taken = taken;
            this.confidences = new float[result.shard().frames().count()];
        }

        LabelDerivation derive() {
            FrameRanges held = labels.heldByPersons(rules.attribute());
            FrameRanges open = labels.open(rules.gate(), result.classified());
            int labelled = 0;
            int below = 0;
            int unmapped = 0;
            int row = 0;
            for (FrameRange range : result.classified().ranges()) {
                for (int frame = range.first(); frame <= range.last(); frame++, row++) {
                    if (held.contains(frame) || !open.contains(frame)) {
                        continue;
                    }
                    Verdict verdict = result.verdict(rules.answers(), row);
                    if (verdict instanceof Verdict.Labelled answer) {
                        labelled++;
                        add(frame, answer);
                    } else if (verdict instanceof Verdict.BelowThreshold) {
                        below++;
                    } else {
                        unmapped++;
                    }
                }
            }
            close();
            int kept = result.classified().intersect(held).count();
            int gatedOut = result.classified().minus(held).minus(open).count();
            OutcomeCounts counts = new OutcomeCounts(
                    labelled,
                    below,
                    unmapped,
                    result.kept().count() + kept,
                    result.gatedOut().count() + gatedOut,
                    result.failures().size());
            return new LabelDerivation(sheet(held), counts);
        }

        private LabelSheet sheet(FrameRanges held) {
            FrameRanges now = FrameRanges.ofAll(made.stream().map(Label::frames).toList());
            FrameRanges fallen = labels.answeredBy(rules.attribute(), rules.source())
                    .intersect(result.classified())
                    .minus(now)
                    .minus(held);
            return labels.remove(rules.attribute(), fallen).answer(rules.attribute(), made);
        }

        private void add(int frame, Verdict.Labelled answer) {
            if (taken.contains(frame)) {
                return;
            }
            if (frame != last + 1 || !answer.option().equals(option)) {
                close();
                first = frame;
                option = answer.option();
            }
            last = frame;
            confidences[frame - first] = answer.confidence();
        }

        private void close() {
            if (option != null) {
                made.add(new Label(
                        rules.attribute(),
                        new FrameRange(first, last),
                        new Answer.Radio(option),
                        rules.source(),
                        Confidences.of(Arrays.copyOf(confidences, last - first + 1))));
                option = null;
            }
        }
    }
}
