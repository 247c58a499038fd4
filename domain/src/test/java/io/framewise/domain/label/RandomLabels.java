package io.framewise.domain.label;

import static io.framewise.domain.Fixtures.ANNA;
import static io.framewise.domain.Fixtures.BEN;
import static io.framewise.domain.Fixtures.NOW;
import static io.framewise.domain.Fixtures.asked;
import static io.framewise.domain.Fixtures.no;
import static io.framewise.domain.Fixtures.option;
import static io.framewise.domain.Fixtures.question;
import static io.framewise.domain.Fixtures.radio;
import static io.framewise.domain.Fixtures.yes;

import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.label.FrameByFrame.Cell;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.ontology.Attribute;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.ontology.Ontology;
import io.framewise.domain.ontology.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** People and models answer at random, on a sheet and frame by frame at the same time. */
public final class RandomLabels {

    public static final int FRAMES = 24;

    private static final Acceptance BY_BEN = new Acceptance(BEN, NOW);
    private static final FeatureNodeHash REMARK = new FeatureNodeHash("Remark__");

    private final Random random;
    private final Ontology ontology = ontology();
    private final List<Attribute> attributes = ontology.attributes().toList();
    private final FrameByFrame expected = new FrameByFrame(ontology, FRAMES);
    private LabelSheet sheet = LabelSheet.of(ontology, List.of());

    public RandomLabels(Random random) {
        this.random = random;
    }

    /** Question 1 asks 2 (and a text) under "yes" and 5 under "no"; 2 asks 3 under "yes" and 4 under "no". */
    public static Ontology ontology() {
        Attribute three = radio(question(3), "Question 3", option(yes(3), "yes"), option(no(3), "no"));
        Attribute four = radio(question(4), "Question 4", option(yes(4), "yes"), option(no(4), "no"));
        Attribute two = radio(question(2), "Question 2", option(yes(2), "yes", three), option(no(2), "no", four));
        Attribute five = radio(question(5), "Question 5", option(yes(5), "yes"), option(no(5), "no"));
        Attribute remark = new Attribute.Text(REMARK, "Remark", false, false);
        return new Ontology(
                1,
                List.of(
                        asked(
                                "Class_01",
                                radio(
                                        question(1),
                                        "Question 1",
                                        option(yes(1), "yes", two, remark),
                                        option(no(1), "no", five))),
                        asked(
                                "Class_02",
                                radio(question(6), "Question 6", option(yes(6), "yes"), option(no(6), "no")))));
    }

    public LabelSheet sheet() {
        return sheet;
    }

    public FrameByFrame expected() {
        return expected;
    }

    public Attribute anyAttribute() {
        return attributes.get(random.nextInt(attributes.size()));
    }

    public FrameRange anyRange() {
        int first = random.nextInt(FRAMES);
        return new FrameRange(first, Math.min(FRAMES - 1, first + random.nextInt(8)));
    }

    /** A person answers some frames on which the attribute may be answered. */
    public void personAnswers() {
        Attribute attribute = anyAttribute();
        BitSet frames = openFrames(attribute, anyRange(), false);
        if (!frames.isEmpty()) {
            Cell cell = new Cell(anyAnswer(attribute), new LabelSource.Person(ANNA), Float.NaN);
            List<Label> labels = FrameRanges.of(frames).ranges().stream()
                    .map(range -> new Label(
                            attribute.featureNodeHash(), range, cell.answer(), cell.source(), Confidences.NONE))
                    .toList();
            answer(attribute, labels);
            frames.stream().forEach(frame -> expected.answer(attribute.featureNodeHash(), frame, cell));
        }
    }

    /** A run answers some frames that are open and held by nobody. */
    public void modelAnswers(InferenceRunId run) {
        Attribute attribute = anyAttribute();
        if (!(attribute instanceof Attribute.Radio)) {
            return;
        }
        LabelSource source = new LabelSource.Run(run.value());
        List<Label> labels = new ArrayList<>();
        for (FrameRange range :
                FrameRanges.of(openFrames(attribute, anyRange(), true)).ranges()) {
            Answer answer = anyAnswer(attribute);
            float[] confidences = new float[range.count()];
            for (int i = 0; i < confidences.length; i++) {
                confidences[i] = random.nextFloat();
                expected.answer(
                        attribute.featureNodeHash(), range.first() + i, new Cell(answer, source, confidences[i]));
            }
            labels.add(new Label(attribute.featureNodeHash(), range, answer, source, Confidences.of(confidences)));
        }
        answer(attribute, labels);
    }

    public void somebodyRemoves() {
        FeatureNodeHash attribute = anyAttribute().featureNodeHash();
        FrameRanges frames = FrameRanges.ofAll(List.of(anyRange(), anyRange()));
        sheet = sheet.remove(attribute, frames);
        frames.frames().forEach(frame -> expected.remove(attribute, frame));
    }

    /** A person accepts what runs propose on some frames. */
    public void personAccepts() {
        FeatureNodeHash attribute = anyAttribute().featureNodeHash();
        FrameRange range = anyRange();
        proposed(range, attribute).forEach((any, frames) -> sheet = sheet.accept(any, frames, BY_BEN));
        FrameRanges.of(range).frames().forEach(frame -> expected.accept(attribute, frame, BY_BEN));
    }

    /** A person rejects what runs propose on some frames. */
    public void personRejects() {
        FeatureNodeHash attribute = anyAttribute().featureNodeHash();
        proposed(anyRange(), attribute).forEach((any, frames) -> {
            sheet = sheet.remove(any, frames);
            frames.frames().forEach(frame -> expected.remove(attribute, frame));
        });
    }

    private Map<FeatureNodeHash, FrameRanges> proposed(FrameRange range, FeatureNodeHash attribute) {
        return sheet.proposed(new Proposals(range, attribute, null, null, 0, 1));
    }

    public boolean isOpen(Attribute attribute, FrameRange range) {
        return openFrames(attribute, range, false).cardinality() == range.count();
    }

    private void answer(Attribute attribute, List<Label> labels) {
        sheet = sheet.answer(attribute.featureNodeHash(), labels);
    }

    private BitSet openFrames(Attribute attribute, FrameRange range, boolean notHeld) {
        BitSet open = new BitSet();
        for (int frame = range.first(); frame <= range.last(); frame++) {
            FeatureNodeHash hash = attribute.featureNodeHash();
            open.set(frame, expected.open(hash, frame) && !(notHeld && expected.held(hash, frame)));
        }
        return open;
    }

    private Answer anyAnswer(Attribute attribute) {
        List<Option> options = attribute.options();
        return options.isEmpty()
                ? new Answer.Text("remark " + random.nextInt(3))
                : new Answer.Radio(options.get(random.nextInt(options.size())).featureNodeHash());
    }

    /** Labels at random, after some steps of people and of two runs. */
    public static RandomLabels after(int steps, Random random, InferenceRunId one, InferenceRunId other) {
        RandomLabels labels = new RandomLabels(random);
        for (int step = 0; step < steps; step++) {
            switch (random.nextInt(8)) {
                case 0, 1 -> labels.personAnswers();
                case 2, 3 -> labels.modelAnswers(one);
                case 4 -> labels.modelAnswers(other);
                case 5 -> labels.personAccepts();
                case 6 -> labels.personRejects();
                default -> labels.somebodyRemoves();
            }
        }
        return labels;
    }

    @Override
    public String toString() {
        return Arrays.toString(FrameByFrame.labels(ontology, sheet).toArray());
    }
}
