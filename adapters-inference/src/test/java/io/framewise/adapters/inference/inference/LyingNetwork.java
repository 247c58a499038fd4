package io.framewise.adapters.inference.inference;

import io.framewise.adapters.inference.process.Answers;
import io.framewise.adapters.inference.process.Requests;
import io.framewise.adapters.inference.process.Wire;
import io.framewise.application.inference.FrameClassifier.Result;
import java.io.IOException;
import java.util.List;

/** An inference process that a network has taken over: it answers what would harm a node that believed it. */
public final class LyingNetwork {

    /** Names the {@link Lie}. */
    static final String PROPERTY = "lie";

    /** What it says of three frames with three features. */
    enum Lie {
        COUNTLESS_RESULTS,
        MORE_RESULTS_THAN_FRAMES,
        COUNTLESS_FEATURES,
        FEATURE_TOO_FEW,
        ENDLESS_REASON,
        OTHER_FRAME,
        NO_PROBABILITIES,
        FORGOTTEN_FRAMES,
        STOPPED_BY_ITSELF
    }

    private LyingNetwork() {}

    public static void main(String[] arguments) throws Exception {
        Requests requests = new Requests(System.in);
        Answers answers = Answers.open(requests);
        requests.next();
        lie(Lie.valueOf(System.getProperty(PROPERTY)), answers);
        requests.next();
    }

    private static void lie(Lie lie, Answers answers) throws IOException {
        switch (lie) {
            case COUNTLESS_RESULTS -> answers.send(Wire.RESULTS, body -> body.writeInt(Integer.MAX_VALUE));
            case MORE_RESULTS_THAN_FRAMES -> answers.send(Wire.RESULTS, body -> body.writeInt(4));
            case COUNTLESS_FEATURES ->
                answers.send(Wire.RESULTS, body -> {
                    body.writeInt(1);
                    body.writeInt(0);
                    body.writeBoolean(true);
                    body.writeInt(Integer.MAX_VALUE);
                });
            case FEATURE_TOO_FEW -> results(answers, new Result.Classified(0, new float[] {0.5f, 0.5f}));
            case ENDLESS_REASON ->
                answers.send(Wire.RESULTS, body -> {
                    body.writeInt(1);
                    body.writeInt(0);
                    body.writeBoolean(false);
                    body.writeInt(1 << 20);
                });
            case OTHER_FRAME -> results(answers, new Result.Failed(1, "why not"));
            case NO_PROBABILITIES -> results(answers, new Result.Classified(0, new float[] {0.9f, 0.9f, Float.NaN}));
            case FORGOTTEN_FRAMES ->
                answers.send(Wire.DONE, body -> {
                    body.writeLong(0);
                    body.writeLong(0);
                    body.writeInt(0);
                });
            case STOPPED_BY_ITSELF -> answers.end();
        }
    }

    private static void results(Answers answers, Result result) throws IOException {
        answers.send(Wire.RESULTS, body -> JobMessage.write(body, List.of(result)));
    }
}
