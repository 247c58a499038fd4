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
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the labels of a run from its probabilities, against the labels as they are now (rules 2 to 4).
 *
 * @param labels the stretch with the run's labels on it
 * @param shards of the frames of each shard
 */
public record LabelDerivation(LabelSheet labels, List<OutcomeCounts> shards) {

    /** What is the same for all shards of a run. */
    public record Rules(InferenceRunId run, FeatureNodeHash attribute, Gate gate, AnswerRule answers) {

        LabelSource source() {
            return new LabelSource.Run(run.value());
        }
    }

    /** Of all shards together. */
    public OutcomeCounts counts() {
        return shards.stream().reduce(OutcomeCounts.ZERO, OutcomeCounts::plus);
    }

    /** For the first time: answers of earlier runs give way. */
    public static LabelDerivation first(ShardResult result, Rules rules, LabelSheet labels) {
        return new Pass(rules, labels, FrameRanges.NONE).derive(List.of(result));
    }

    /**
     * With other thresholds: the run's own labels that no longer stand go, and with them what is below them; what
     * another run has answered since stays, and so does what a person has accepted.
     *
     * @param results in frame order
     * @param rejected frames on which a person has rejected the run's answer: they stay without it
     */
    public static LabelDerivation again(
            List<ShardResult> results, Rules rules, LabelSheet labels, FrameRanges rejected) {
        FrameRanges own = labels.answeredBy(rules.attribute(), rules.source());
        FrameRanges others = labels.answered(rules.attribute()).minus(own);
        return new Pass(rules, labels, others.union(rejected)).derive(results);
    }

    /** One pass over frames. */
    private static final class Pass {

        private final Rules rules;
        private final LabelSheet labels;
        private final FrameRanges taken;
        private final FrameRanges persons;
        private final Map<FeatureNodeHash, Integer> options = new LinkedHashMap<>();
        private final List<Label> made = new ArrayList<>();
        private float[] confidences = {};
        private BitSet holds = new BitSet();
        private BitSet smooth = new BitSet();
        private int first = -1;
        private int last = -1;
        private @Nullable FeatureNodeHash option;

        /** @param taken frames that are counted and not labelled */
        Pass(Rules rules, LabelSheet labels, FrameRanges taken) {
            this.rules = rules;
            this.labels = labels;
            this.taken = taken;
            this.persons = labels.heldByPersons(rules.attribute());
        }

        LabelDerivation derive(List<ShardResult> results) {
            FrameRanges answered = FrameRanges.ofAll(results.stream()
                    .flatMap(result -> result.answered().ranges().stream())
                    .toList());
            FrameRanges open = labels.open(rules.gate(), answered);
            List<Shown> shown =
                    results.stream().map(result -> shown(result, open)).toList();
            if (rules.answers().smoothing() > 1) {
                smooth(shown);
            }
            List<OutcomeCounts> counts = shown.stream().map(this::derive).toList();
            return new LabelDerivation(sheet(answered), counts);
        }

        /** What the model says on the frames that are open to it. */
        private Shown shown(ShardResult result, FrameRanges open) {
            Shown shown = new Shown(result);
            result.forEach((frame, row, held) -> {
                if (persons.contains(frame)) {
                    shown.tally.kept++;
                } else if (!open.contains(frame)) {
                    shown.tally.gatedOut++;
                } else {
                    shown.add(frame, row, held, result.verdict(rules.answers(), row));
                }
            });
            return shown;
        }

        /** Over all shards: a stretch may begin in one and end in the next. */
        private void smooth(List<Shown> shown) {
            int count = shown.stream().mapToInt(each -> each.count).sum();
            int[] frames = new int[count];
            int[] answers = new int[count];
            int place = 0;
            for (Shown each : shown) {
                for (int i = 0; i < each.count; i++, place++) {
                    frames[place] = each.frames[i];
                    answers[place] = number(each.verdicts[i]);
                }
            }
            BitSet changed = Smoothing.apply(rules.answers().smoothing(), frames, answers, count);
            List<FeatureNodeHash> byNumber = List.copyOf(options.keySet());
            int start = 0;
            for (Shown each : shown) {
                each.smoothed = changed.get(start, start + each.count);
                int from = start;
                each.smoothed.stream().forEach(i -> each.take(i, byNumber.get(answers[from + i]), rules.answers()));
                start += each.count;
            }
        }

        private int number(Verdict verdict) {
            if (verdict instanceof Verdict.Labelled answer) {
                return options.computeIfAbsent(answer.option(), any -> options.size());
            }
            return verdict instanceof Verdict.BelowThreshold ? -1 : -2;
        }

        private OutcomeCounts derive(Shown shown) {
            confidences = new float[shown.tally.result.shard().frames().count()];
            holds = new BitSet();
            smooth = new BitSet();
            for (int i = 0; i < shown.count; i++) {
                shown.tally.add(shown.verdicts[i]);
                if (shown.verdicts[i] instanceof Verdict.Labelled answer) {
                    add(shown.frames[i], answer, shown.held.get(i), shown.smoothed.get(i));
                }
            }
            close();
            return shown.tally.counts();
        }

        private LabelSheet sheet(FrameRanges answered) {
            FrameRanges now = FrameRanges.ofAll(made.stream().map(Label::frames).toList());
            FrameRanges fallen = labels.answeredBy(rules.attribute(), rules.source())
                    .intersect(answered)
                    .minus(now)
                    .minus(persons);
            return labels.remove(rules.attribute(), fallen).answer(rules.attribute(), made);
        }

        private void add(int frame, Verdict.Labelled answer, boolean held, boolean smoothed) {
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
            holds.set(frame - first, held);
            smooth.set(frame - first, smoothed);
        }

        private void close() {
            if (option != null) {
                made.add(new Label(
                        rules.attribute(),
                        new FrameRange(first, last),
                        new Answer.Radio(option),
                        rules.source(),
                        Confidences.of(
                                Arrays.copyOf(confidences, last - first + 1),
                                holds.get(0, last - first + 1),
                                smooth.get(0, last - first + 1))));
                option = null;
            }
        }
    }

    /** What the model says on the open frames of one shard. */
    private static final class Shown {

        private final Tally tally;
        private final int[] frames;
        private final int[] rows;
        private final Verdict[] verdicts;
        private final BitSet held = new BitSet();
        private BitSet smoothed = new BitSet();
        private int count;

        Shown(ShardResult result) {
            int most = result.shard().frames().count();
            this.tally = new Tally(result);
            this.frames = new int[most];
            this.rows = new int[most];
            this.verdicts = new Verdict[most];
        }

        void add(int frame, int row, boolean holds, Verdict verdict) {
            frames[count] = frame;
            rows[count] = row;
            verdicts[count] = verdict;
            held.set(count, holds);
            count++;
        }

        void take(int place, FeatureNodeHash option, AnswerRule answers) {
            verdicts[place] = new Verdict.Labelled(option, tally.result.confidence(answers, rows[place], option));
        }
    }

    /** Counts the frames of one shard. */
    private static final class Tally {

        private final ShardResult result;
        private int labelled;
        private int below;
        private int unmapped;
        private int kept;
        private int gatedOut;

        Tally(ShardResult result) {
            this.result = result;
            this.kept = result.kept().count();
            this.gatedOut = result.gatedOut().count();
        }

        void add(Verdict verdict) {
            if (verdict instanceof Verdict.Labelled) {
                labelled++;
            } else if (verdict instanceof Verdict.BelowThreshold) {
                below++;
            } else {
                unmapped++;
            }
        }

        OutcomeCounts counts() {
            return new OutcomeCounts(
                    labelled,
                    below,
                    unmapped,
                    kept,
                    gatedOut,
                    result.failures().size(),
                    result.reused(),
                    result.held().count());
        }
    }
}
