package io.framewise.adapters.inference.inference;

import io.framewise.adapters.inference.media.RgbPicture;
import io.framewise.adapters.inference.model.RefusedNetworkException;
import io.framewise.domain.model.Activation;
import io.framewise.domain.model.Preprocessing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/** Shows a network one picture of noise, then two: does it answer as a classifier does? */
final class NetworkTrial {

    // Answers of a batch differ from those of single pictures by rounding only.
    private static final double SAME = 1e-2;

    private final Network network;
    private final Preprocessing preprocessing;
    private final int features;
    private final Activation activation;
    private final boolean seen;

    /**
     * @param activation what makes the answers into probabilities
     * @param seen whether the file shows the activation; otherwise somebody says so, or nobody
     */
    NetworkTrial(Network network, Preprocessing preprocessing, int features, Activation activation, boolean seen) {
        this.network = network;
        this.preprocessing = preprocessing;
        this.features = features;
        this.activation = activation;
        this.seen = seen;
    }

    /** @throws RefusedNetworkException when it does not */
    void run() {
        int width = preprocessing.inputWidth();
        int height = preprocessing.inputHeight();
        ByteBuffer noise = noise();
        Network.Answer one;
        try {
            one = network.answer(noise, 1, height, width);
        } catch (RuntimeException e) {
            throw new RefusedNetworkException(
                    "input-shape-mismatch",
                    "The network does not take a picture of 1 x 3 x " + height + " x " + width + " numbers: "
                            + NativeMessage.of(e));
        }
        checkCount(one, 1);
        Network.Answer two;
        try {
            two = network.answer(noise, 2, height, width);
        } catch (RuntimeException e) {
            throw count("The network does not take two pictures at once: " + NativeMessage.of(e));
        }
        checkCount(two, 2);
        checkNumbers(one, two);
    }

    private void checkCount(Network.Answer answer, int pictures) {
        if (answer.tensors() != 1) {
            throw count("The network answers " + answer.tensors() + " tensors; one is expected.");
        }
        long[] shape = answer.shape();
        if (shape.length != 2 || shape[0] != pictures) {
            throw count("The network answers " + written(shape) + " numbers for " + pictures
                    + (pictures == 1 ? " picture; " : " pictures; ") + pictures + " x " + features
                    + " are expected.");
        }
        if (shape[1] != features) {
            throw count("The network answers " + shape[1] + (shape[1] == 1 ? " number" : " numbers")
                    + " per picture; the manifest lists " + features + " features.");
        }
    }

    private void checkNumbers(Network.Answer one, Network.Answer two) {
        float[] alone;
        float[] together;
        try {
            alone = Probabilities.of(one.values(), 0, features, activation);
            together = Probabilities.of(two.values(), 0, features, activation);
            Probabilities.of(two.values(), features, features, activation);
        } catch (Probabilities.NotProbabilities e) {
            throw new RefusedNetworkException("output-not-probabilities", String.valueOf(e.getMessage()));
        }
        if (activation == Activation.SOFTMAX && !seen && areProbabilities(one, 1) && areProbabilities(two, 2)) {
            throw new RefusedNetworkException(
                    "output-not-logits",
                    "The network's answers are probabilities already: softmax would flatten them. Say \"activation\":"
                            + " \"none\" in the manifest.");
        }
        for (int i = 0; i < features; i++) {
            if (Math.abs(alone[i] - together[i]) > SAME) {
                throw count("The network answers differently for a picture when another one is in its batch."
                        + " Save it in evaluation mode (network.eval()).");
            }
        }
    }

    /** No logits are from 0 to 1 and add up to 1 for each picture by chance. */
    private boolean areProbabilities(Network.Answer answer, int pictures) {
        try {
            for (int picture = 0; picture < pictures; picture++) {
                Probabilities.of(answer.values(), picture * features, features, Activation.NONE);
            }
            return true;
        } catch (Probabilities.NotProbabilities e) {
            return false;
        }
    }

    private ByteBuffer noise() {
        Preprocessor preprocessor = new Preprocessor(preprocessing);
        ByteBuffer input = ByteBuffer.allocateDirect(2 * preprocessor.floats() * Float.BYTES)
                .order(ByteOrder.nativeOrder());
        byte[] rgb = new byte[3 * preprocessing.width() * preprocessing.height()];
        Random random = new Random(1);
        for (int picture = 0; picture < 2; picture++) {
            random.nextBytes(rgb);
            preprocessor.write(
                    new RgbPicture(preprocessing.width(), preprocessing.height(), rgb),
                    input.asFloatBuffer(),
                    picture * preprocessor.floats());
        }
        return input;
    }

    private static String written(long[] shape) {
        if (shape.length == 0) {
            return "single";
        }
        StringBuilder text = new StringBuilder();
        for (long side : shape) {
            text.append(text.isEmpty() ? "" : " x ").append(side);
        }
        return text.toString();
    }

    private static RefusedNetworkException count(String message) {
        return new RefusedNetworkException("output-count-mismatch", message);
    }
}
