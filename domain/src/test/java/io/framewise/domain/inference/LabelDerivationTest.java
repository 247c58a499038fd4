package io.framewise.domain.inference;

import static io.framewise.domain.Fixtures.BEN;
import static io.framewise.domain.Fixtures.CAR;
import static io.framewise.domain.Fixtures.CAR_NO;
import static io.framewise.domain.Fixtures.CAR_YES;
import static io.framewise.domain.Fixtures.NOW;
import static io.framewise.domain.Fixtures.RED;
import static io.framewise.domain.Fixtures.RED_NO;
import static io.framewise.domain.Fixtures.RED_YES;
import static io.framewise.domain.Fixtures.anOntology;
import static io.framewise.domain.Fixtures.byAnna;
import static io.framewise.domain.Fixtures.byRun;
import static io.framewise.domain.Fixtures.carMapping;
import static io.framewise.domain.Fixtures.no;
import static io.framewise.domain.Fixtures.question;
import static io.framewise.domain.Fixtures.redMapping;
import static io.framewise.domain.Fixtures.yes;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.domain.inference.LabelDerivation.Rules;
import io.framewise.domain.label.Acceptance;
import io.framewise.domain.label.Answer;
import io.framewise.domain.label.Confidences;
import io.framewise.domain.label.FrameByFrame;
import io.framewise.domain.label.FrameByFrame.Cell;
import io.framewise.domain.label.Label;
import io.framewise.domain.label.LabelSheet;
import io.framewise.domain.label.LabelSource;
import io.framewise.domain.label.RandomLabels;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.model.FeaturesMapping;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.ontology.Ontology;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** From probabilities to labels (rules 2 to 5). */
class LabelDerivationTest {

    private static final InferenceRunId RUN = new InferenceRunId(UUID.randomUUID());
    private static final InferenceRunId OTHER_RUN = new InferenceRunId(UUID.randomUUID());
    private static final Ontology STREET = anOntology();

    @Test
    void everyFrameEndsInExactlyOneOutcome() {
        LabelSheet labels = sheet(byAnna(CAR, 0, 0, CAR_NO));
        ShardResult result = new ShardResult(
                new Shard(0, new FrameRange(0, 6)),
                FrameRanges.of(1, 1),
                FrameRanges.of(2, 2),
                List.of(new ShardResult.Failure(3, "Damaged.")),
                FrameRanges.ofAll(List.of(FrameRange.single(0), new FrameRange(4, 6))),
                new float[] {1, 0, 0, 0.9f, 0.1f, 0, 0.4f, 0.3f, 0.3f, 0, 0, 1});

        LabelDerivation derivation = LabelDerivation.first(result, cars(0.5), labels);

        assertThat(derivation.counts()).isEqualTo(new OutcomeCounts(1, 1, 1, 2, 1, 1));
    }

    @Test
    void neighboursWithOneAnswerAreOneLabelWithTheConfidenceOfEachFrame() {
        ShardResult result = cars(10, 0.9f, 0.8f, 0.2f, 0.3f, 0.95f);

        LabelDerivation derivation = LabelDerivation.first(result, cars(0.5), sheet());

        assertThat(labels(derivation))
                .containsExactly(
                        label(CAR_YES, 10, 0.9f, 0.8f), label(CAR_NO, 12, 0.8f, 0.7f), label(CAR_YES, 14, 0.95f));
    }

    @Test
    void smoothingGoesOverShardsAndNotOverWhatAPersonHolds() {
        LabelSheet labels = sheet(byAnna(CAR, 6, 6, CAR_NO));
        Thresholds smoothed = new Thresholds(new Confidence(0.5), Map.of(), 3);
        Rules rules = new Rules(
                RUN,
                CAR,
                STREET.gate(CAR),
                new AnswerRule(List.of("car", "no car", "blurred"), carMapping(), smoothed));

        LabelDerivation derivation = LabelDerivation.again(
                List.of(cars(0, 0.9f, 0.8f, 0.3f), cars(3, 0.4f, 0.7f, 0.1f, 0.9f, 0.8f)),
                rules,
                labels,
                FrameRanges.NONE);

        assertThat(derivation.counts()).isEqualTo(new OutcomeCounts(7, 0, 0, 1, 0, 0));
        List<Label> made =
                labels(derivation).stream().filter(label -> !label.byPerson()).toList();
        assertThat(made)
                .extracting(Label::frames)
                .containsExactly(
                        new FrameRange(0, 2), new FrameRange(3, 4), FrameRange.single(5), FrameRange.single(7));
        assertThat(made.get(0).smoothed()).isEqualTo(FrameRanges.of(2, 2));
        assertThat(made.get(0).confidences().values()).containsExactly(0.9f, 0.8f, 0.3f);
        assertThat(made.get(1).smoothed()).isEqualTo(FrameRanges.of(3, 3));
        assertThat(made.get(2).answer()).isEqualTo(new Answer.Radio(CAR_NO));
    }

    @Test
    void framesBetweenSampledOnesHoldTheirAnswersAndAreMarked() {
        LabelSheet labels = sheet(byAnna(CAR, 12, 12, CAR_NO));
        ShardResult result = new ShardResult(
                new Shard(0, new FrameRange(10, 21)),
                FrameRanges.NONE,
                FrameRanges.NONE,
                List.of(),
                FrameRanges.ofAll(List.of(FrameRange.single(10), FrameRange.single(14), FrameRange.single(18))),
                new float[] {0.9f, 0.1f, 0, 0.8f, 0.2f, 0, 0.4f, 0.3f, 0.3f},
                0,
                FrameRanges.ofAll(List.of(new FrameRange(11, 13), new FrameRange(15, 17), new FrameRange(19, 21))));

        LabelDerivation derivation = LabelDerivation.first(result, cars(0.5), labels);

        assertThat(derivation.counts()).isEqualTo(new OutcomeCounts(7, 4, 0, 1, 0, 0, 0, 9));
        List<Label> made =
                labels(derivation).stream().filter(label -> !label.byPerson()).toList();
        assertThat(made).extracting(Label::frames).containsExactly(new FrameRange(10, 11), new FrameRange(13, 17));
        assertThat(made.get(0).held()).isEqualTo(FrameRanges.of(11, 11));
        assertThat(made.get(1).held())
                .isEqualTo(FrameRanges.ofAll(List.of(FrameRange.single(13), new FrameRange(15, 17))));
        assertThat(made.get(1).confidences().values()).containsExactly(0.9f, 0.8f, 0.8f, 0.8f, 0.8f);
    }

    @Test
    void aFrameBelowTheThresholdPartsTwoLabels() {
        ShardResult result = cars(0, 0.9f, 0.6f, 0.9f);

        LabelDerivation derivation = LabelDerivation.first(result, cars(0.8), sheet());

        assertThat(labels(derivation)).containsExactly(label(CAR_YES, 0, 0.9f), label(CAR_YES, 2, 0.9f));
        assertThat(derivation.counts()).isEqualTo(new OutcomeCounts(2, 1, 0, 0, 0, 0));
    }

    @Test
    void aPersonsAnswerIsNeverOverwritten() {
        LabelSheet labels = sheet(byAnna(CAR, 1, 1, CAR_NO));

        LabelDerivation derivation = LabelDerivation.first(cars(0, 0.9f, 0.9f, 0.9f), cars(0.5), labels);

        assertThat(labels(derivation))
                .containsExactly(label(CAR_YES, 0, 0.9f), byAnna(CAR, 1, 1, CAR_NO), label(CAR_YES, 2, 0.9f));
        assertThat(derivation.counts()).isEqualTo(new OutcomeCounts(2, 0, 0, 1, 0, 0));
    }

    @Test
    void aPersonsAnswerBelowKeepsItsParentFromBeingChanged() {
        LabelSheet labels = sheet(byRun(OTHER_RUN, CAR, 0, 2, CAR_YES), byAnna(RED, 1, 1, RED_YES));

        LabelDerivation derivation = LabelDerivation.first(cars(0, 0.1f, 0.1f, 0.1f), cars(0.5), labels);

        assertThat(derivation.labels().answeredWith(CAR, CAR_YES)).isEqualTo(FrameRanges.of(1, 1));
        assertThat(derivation.labels().answered(RED)).isEqualTo(FrameRanges.of(1, 1));
        assertThat(derivation.counts()).isEqualTo(new OutcomeCounts(2, 0, 0, 1, 0, 0));
    }

    @Test
    void anEarlierRunGivesWay() {
        LabelSheet labels = sheet(byRun(OTHER_RUN, CAR, 0, 2, CAR_NO));

        LabelDerivation derivation = LabelDerivation.first(cars(0, 0.9f, 0.9f, 0.9f), cars(0.5), labels);

        assertThat(labels(derivation)).containsExactly(label(CAR_YES, 0, 0.9f, 0.9f, 0.9f));
    }

    @Test
    void anotherAnswerOfARunTakesTheModelsAnswersBelowWithIt() {
        LabelSheet labels = sheet(byRun(OTHER_RUN, CAR, 0, 2, CAR_YES), byRun(OTHER_RUN, RED, 0, 2, RED_NO));

        LabelDerivation derivation = LabelDerivation.first(cars(0, 0.9f, 0.1f, 0.9f), cars(0.5), labels);

        assertThat(derivation.labels().answered(RED))
                .isEqualTo(FrameRanges.ofAll(List.of(FrameRange.single(0), FrameRange.single(2))));
    }

    @Test
    void aGateThatHasClosedSinceLetsNothingThrough() {
        LabelSheet labels = sheet(byAnna(CAR, 0, 0, CAR_YES), byAnna(CAR, 1, 1, CAR_NO));

        LabelDerivation derivation =
                LabelDerivation.first(result(0, 0.9f, 0.1f, 0.9f, 0.1f, 0.9f, 0.1f), reds(0.5), labels);

        assertThat(derivation.labels().answered(RED)).isEqualTo(FrameRanges.of(0, 0));
        assertThat(derivation.counts()).isEqualTo(new OutcomeCounts(1, 0, 0, 0, 2, 0));
    }

    @Test
    void theSameThresholdAgainChangesNothing() {
        ShardResult result = cars(0, 0.9f, 0.6f, 0.1f);
        LabelDerivation first = LabelDerivation.first(result, cars(0.7), sheet());

        LabelDerivation again = LabelDerivation.again(List.of(result), cars(0.7), first.labels(), FrameRanges.NONE);

        assertThat(again.counts()).isEqualTo(first.counts());
        assertThat(again.labels().since(first.labels()).isEmpty()).isTrue();
    }

    @Test
    void aLowerThresholdBringsLabelsBackWithoutInference() {
        ShardResult result = cars(0, 0.9f, 0.6f, 0.1f);
        LabelDerivation strict = LabelDerivation.first(result, cars(0.95), sheet());

        LabelDerivation again = LabelDerivation.again(List.of(result), cars(0.5), strict.labels(), FrameRanges.NONE);

        assertThat(labels(strict)).isEmpty();
        assertThat(labels(again)).containsExactly(label(CAR_YES, 0, 0.9f, 0.6f), label(CAR_NO, 2, 0.9f));
        assertThat(again.counts()).isEqualTo(new OutcomeCounts(3, 0, 0, 0, 0, 0));
    }

    @Test
    void aHigherThresholdRemovesLabelsAndWhatIsBelowThem() {
        ShardResult result = cars(0, 0.9f, 0.6f, 0.9f);
        LabelSheet labels = LabelDerivation.first(result, cars(0.5), sheet())
                .labels()
                .answer(RED, List.of(byRun(OTHER_RUN, RED, 0, 2, RED_YES)));

        LabelDerivation again = LabelDerivation.again(List.of(result), cars(0.8), labels, FrameRanges.NONE);

        FrameRanges ends = FrameRanges.ofAll(List.of(FrameRange.single(0), FrameRange.single(2)));
        assertThat(again.labels().answered(CAR)).isEqualTo(ends);
        assertThat(again.labels().answered(RED)).isEqualTo(ends);
        assertThat(again.counts()).isEqualTo(new OutcomeCounts(2, 1, 0, 0, 0, 0));
    }

    @Test
    void aHigherThresholdLeavesWhatAPersonHasBuiltOn() {
        ShardResult result = cars(0, 0.6f, 0.6f);
        LabelSheet labels = LabelDerivation.first(result, cars(0.5), sheet())
                .labels()
                .answer(RED, List.of(byAnna(RED, 1, 1, RED_YES)));

        LabelDerivation again = LabelDerivation.again(List.of(result), cars(0.9), labels, FrameRanges.NONE);

        assertThat(again.labels().answered(CAR)).isEqualTo(FrameRanges.of(1, 1));
        assertThat(again.labels().answered(RED)).isEqualTo(FrameRanges.of(1, 1));
        assertThat(again.counts()).isEqualTo(new OutcomeCounts(0, 1, 0, 1, 0, 0));
    }

    @Test
    void whatAnotherRunHasAnsweredSinceStays() {
        ShardResult result = cars(0, 0.9f, 0.9f);
        LabelSheet labels = LabelDerivation.first(result, cars(0.5), sheet())
                .labels()
                .answer(CAR, List.of(byRun(OTHER_RUN, CAR, 1, 1, CAR_NO)));

        LabelDerivation lower = LabelDerivation.again(List.of(result), cars(0.1), labels, FrameRanges.NONE);
        LabelDerivation higher = LabelDerivation.again(List.of(result), cars(1), labels, FrameRanges.NONE);

        assertThat(lower.labels().answeredWith(CAR, CAR_NO)).isEqualTo(FrameRanges.of(1, 1));
        assertThat(labels(higher)).containsExactly(byRun(OTHER_RUN, CAR, 1, 1, CAR_NO));
    }

    @Test
    void whatAPersonHasAnsweredSinceStays() {
        ShardResult result = cars(0, 0.9f, 0.9f);
        LabelSheet labels = LabelDerivation.first(result, cars(0.5), sheet())
                .labels()
                .answer(CAR, List.of(byAnna(CAR, 1, 1, CAR_NO)));

        LabelDerivation again = LabelDerivation.again(List.of(result), cars(0.1), labels, FrameRanges.NONE);

        assertThat(again.labels().answeredWith(CAR, CAR_NO)).isEqualTo(FrameRanges.of(1, 1));
        assertThat(again.counts()).isEqualTo(new OutcomeCounts(1, 0, 0, 1, 0, 0));
    }

    @Test
    void whatAPersonHasAcceptedStaysAndCountsAsKept() {
        ShardResult result = cars(0, 0.6f, 0.6f, 0.6f);
        LabelSheet labels = LabelDerivation.first(result, cars(0.5), sheet())
                .labels()
                .accept(CAR, FrameRanges.of(1, 1), new Acceptance(BEN, NOW));

        LabelDerivation higher = LabelDerivation.again(List.of(result), cars(0.9), labels, FrameRanges.NONE);
        LabelDerivation lower = LabelDerivation.again(List.of(result), cars(0.1), labels, FrameRanges.NONE);
        LabelDerivation another = LabelDerivation.first(cars(0, 0.1f, 0.1f, 0.1f), cars(0.5), labels);

        assertThat(higher.labels().answered(CAR)).isEqualTo(FrameRanges.of(1, 1));
        assertThat(higher.counts()).isEqualTo(new OutcomeCounts(0, 2, 0, 1, 0, 0));
        assertThat(lower.labels().since(labels).isEmpty()).isTrue();
        assertThat(lower.counts()).isEqualTo(new OutcomeCounts(2, 0, 0, 1, 0, 0));
        assertThat(another.labels().answeredWith(CAR, CAR_YES)).isEqualTo(FrameRanges.of(1, 1));
        assertThat(another.counts()).isEqualTo(new OutcomeCounts(2, 0, 0, 1, 0, 0));
    }

    @Test
    void anOptionMayHaveAThresholdOfItsOwn() {
        Thresholds thresholds = new Thresholds(new Confidence(0.9), Map.of(CAR_NO, new Confidence(0.6)));
        AnswerRule answers = new AnswerRule(List.of("car", "no car", "blurred"), carMapping(), thresholds);

        LabelDerivation derivation = LabelDerivation.first(
                cars(0, 0.95f, 0.7f, 0.3f, 0.05f), new Rules(RUN, CAR, STREET.gate(CAR), answers), sheet());

        assertThat(labels(derivation)).containsExactly(label(CAR_YES, 0, 0.95f), label(CAR_NO, 2, 0.7f, 0.95f));
        assertThat(derivation.counts()).isEqualTo(new OutcomeCounts(3, 1, 0, 0, 0, 0));
    }

    @Test
    void whatAPersonHasRejectedStaysAway() {
        ShardResult result = cars(0, 0.9f, 0.6f, 0.9f);
        LabelSheet labels =
                LabelDerivation.first(result, cars(0.5), sheet()).labels().remove(CAR, FrameRanges.of(2, 2));

        LabelDerivation again = LabelDerivation.again(List.of(result), cars(0.7), labels, FrameRanges.of(2, 2));

        assertThat(again.labels().answered(CAR)).isEqualTo(FrameRanges.of(0, 0));
        assertThat(again.counts()).isEqualTo(new OutcomeCounts(2, 1, 0, 0, 0, 0));
    }

    @Test
    void shardsAreCountedEachAndLabelledEach() {
        List<ShardResult> results = List.of(cars(0, 0.9f, 0.9f), cars(2, 0.9f, 0.6f));

        LabelDerivation derivation = LabelDerivation.again(results, cars(0.8), sheet(), FrameRanges.NONE);

        assertThat(derivation.shards())
                .containsExactly(new OutcomeCounts(2, 0, 0, 0, 0, 0), new OutcomeCounts(1, 1, 0, 0, 0, 0));
        assertThat(labels(derivation)).containsExactly(label(CAR_YES, 0, 0.9f, 0.9f), label(CAR_YES, 2, 0.9f));
    }

    @Test
    void whateverIsThereEachFrameHasTheOutcomeThatTheRulesGiveIt() {
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            RandomLabels start = RandomLabels.after(15, random, RUN, OTHER_RUN);
            int level = 1 + random.nextInt(5);
            Ontology ontology = RandomLabels.ontology();
            ShardResult result = randomResult(random);
            LabelSheet labels = start.sheet();
            for (int round = 0; round < 4; round++) {
                Rules rules = rules(ontology, level, random);
                boolean first = round == 0;
                FrameByFrame before = FrameByFrame.of(ontology, RandomLabels.FRAMES, labels);

                LabelDerivation derivation = first
                        ? LabelDerivation.first(result, rules, labels)
                        : LabelDerivation.again(List.of(result), rules, labels, FrameRanges.NONE);

                FrameByFrame expected = FrameByFrame.of(ontology, RandomLabels.FRAMES, labels);
                OutcomeCounts counts = derive(expected, before, result, rules, first);
                FrameByFrame now = FrameByFrame.of(ontology, RandomLabels.FRAMES, derivation.labels());
                assertThat(derivation.counts())
                        .as("seed %d, round %d", seed, round)
                        .isEqualTo(counts);
                assertThat(derivation.counts().total())
                        .isEqualTo(result.shard().frames().count());
                assertThat(now).as("seed %d, round %d", seed, round).isEqualTo(expected);
                now.assertConditionalRelationshipsHold();
                FrameByFrame.assertLeads(ontology, RandomLabels.FRAMES, labels, derivation.labels());
                labels = derivation.labels();
            }
        }
    }

    /** What the rules say, frame by frame. */
    private static OutcomeCounts derive(
            FrameByFrame labels, FrameByFrame before, ShardResult result, Rules rules, boolean first) {
        int[] counts = new int[4];
        int gatedOut = 0;
        int row = 0;
        LabelSource own = new LabelSource.Run(rules.run().value());
        for (int frame : result.classified().union(result.held()).frames().toArray()) {
            row += result.classified().contains(frame) ? 1 : 0;
            Verdict verdict = result.verdict(rules.answers(), row - 1);
            Cell there = before.at(rules.attribute(), frame);
            boolean mine = there != null && there.source().equals(own);
            if (before.held(rules.attribute(), frame)) {
                counts[3]++;
            } else if (!before.open(rules.attribute(), frame)) {
                gatedOut++;
            } else if (verdict instanceof Verdict.Labelled answer) {
                counts[0]++;
                if (first || there == null || mine) {
                    Cell cell = new Cell(new Answer.Radio(answer.option()), own, answer.confidence());
                    labels.answer(rules.attribute(), frame, cell);
                }
            } else {
                counts[verdict instanceof Verdict.BelowThreshold ? 1 : 2]++;
                if (mine) {
                    labels.remove(rules.attribute(), frame);
                }
            }
        }
        return new OutcomeCounts(
                counts[0],
                counts[1],
                counts[2],
                counts[3] + result.kept().count(),
                gatedOut + result.gatedOut().count(),
                result.failures().size(),
                0,
                result.held().count());
    }

    private static Rules rules(Ontology ontology, int level, Random random) {
        Map<String, FeatureNodeHash> options = new LinkedHashMap<>();
        options.put("a", yes(level));
        options.put("b", no(level));
        AnswerRule answers = new AnswerRule(
                List.of("a", "b", "c"), new FeaturesMapping(options, false), Thresholds.of(random.nextDouble()));
        return new Rules(RUN, question(level), ontology.gate(question(level)), answers);
    }

    private static ShardResult randomResult(Random random) {
        int start = random.nextInt(6);
        int end = RandomLabels.FRAMES - 1 - random.nextInt(6);
        BitSet kept = new BitSet();
        BitSet gatedOut = new BitSet();
        BitSet classified = new BitSet();
        BitSet held = new BitSet();
        List<ShardResult.Failure> failures = new ArrayList<>();
        for (int frame = start; frame <= end; frame++) {
            switch (random.nextInt(10)) {
                case 0 -> kept.set(frame);
                case 1 -> gatedOut.set(frame);
                case 2 -> failures.add(new ShardResult.Failure(frame, "Damaged."));
                case 3, 4 -> {
                    boolean something = frame > start && (classified.get(frame - 1) || held.get(frame - 1));
                    (something ? held : classified).set(frame);
                }
                default -> classified.set(frame);
            }
        }
        float[] probabilities = new float[classified.cardinality() * 3];
        for (int row = 0; row < classified.cardinality(); row++) {
            float a = random.nextFloat();
            float b = (1 - a) * random.nextFloat();
            probabilities[row * 3] = a;
            probabilities[row * 3 + 1] = b;
            probabilities[row * 3 + 2] = 1 - a - b;
        }
        return new ShardResult(
                new Shard(0, new FrameRange(start, end)),
                FrameRanges.of(kept),
                FrameRanges.of(gatedOut),
                failures,
                FrameRanges.of(classified),
                probabilities,
                0,
                FrameRanges.of(held));
    }

    /** Frames from one on, each with the probability of a car; the rest is "no car". */
    private static ShardResult cars(int first, float... car) {
        float[] probabilities = new float[car.length * 3];
        for (int i = 0; i < car.length; i++) {
            probabilities[i * 3] = car[i];
            probabilities[i * 3 + 1] = 1 - car[i];
        }
        return classified(first, car.length, probabilities);
    }

    private static ShardResult result(int first, float... ofTwoFeatures) {
        return classified(first, ofTwoFeatures.length / 2, ofTwoFeatures);
    }

    private static ShardResult classified(int first, int count, float[] probabilities) {
        FrameRange frames = new FrameRange(first, first + count - 1);
        return new ShardResult(
                new Shard(0, frames),
                FrameRanges.NONE,
                FrameRanges.NONE,
                List.of(),
                FrameRanges.of(frames),
                probabilities);
    }

    private static Rules cars(double threshold) {
        AnswerRule answers =
                new AnswerRule(List.of("car", "no car", "blurred"), carMapping(), Thresholds.of(threshold));
        return new Rules(RUN, CAR, STREET.gate(CAR), answers);
    }

    private static Rules reds(double threshold) {
        AnswerRule answers = new AnswerRule(List.of("red", "other"), redMapping(), Thresholds.of(threshold));
        return new Rules(RUN, RED, STREET.gate(RED), answers);
    }

    private static Label label(FeatureNodeHash option, int first, float... confidences) {
        return new Label(
                CAR,
                new FrameRange(first, first + confidences.length - 1),
                new Answer.Radio(option),
                new LabelSource.Run(RUN.value()),
                Confidences.of(confidences));
    }

    private static LabelSheet sheet(Label... labels) {
        return LabelSheet.of(STREET, List.of(labels));
    }

    private static List<Label> labels(LabelDerivation derivation) {
        return FrameByFrame.labels(STREET, derivation.labels());
    }
}
