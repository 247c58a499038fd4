package io.framewise.adapters.inference.model;

import io.framewise.adapters.inference.inference.NativeMessage;
import io.framewise.adapters.inference.inference.Network;
import io.framewise.adapters.inference.inference.Preprocessor;
import io.framewise.adapters.inference.inference.Probabilities;
import io.framewise.adapters.inference.inference.TorchEngine;
import io.framewise.adapters.inference.inference.TorchNetwork;
import io.framewise.adapters.inference.media.RgbPicture;
import io.framewise.application.media.UploadedFile;
import io.framewise.application.model.NetworkInspector;
import io.framewise.domain.Refusal;
import io.framewise.domain.inference.Device;
import io.framewise.domain.model.ModelManifest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/** Loads an uploaded network on the processor and shows it one picture of noise, then two. */
@Singleton
public class DjlNetworkInspector implements NetworkInspector {

    private static final String FORMAT = "torchscript";
    // Answers of a batch differ from those of single pictures by rounding only.
    private static final double SAME = 1e-2;

    private final TorchEngine engine;

    @Inject
    public DjlNetworkInspector(TorchEngine engine) {
        this.engine = engine;
    }

    @Override
    public Inspection inspect(UploadedFile weights, ModelManifest manifest, String path) {
        TorchScriptArchive.check(weights.file(), path);
        try (TorchNetwork network = TorchNetwork.load(engine, weights.file(), new Device.Cpu())) {
            ask(network, manifest, path);
            return new Inspection(FORMAT, network.parameters());
        } catch (Refusal refusal) {
            throw refusal;
        } catch (IOException | RuntimeException e) {
            throw new Refusal.Invalid(
                    path, "not-torchscript", "PyTorch cannot load this network: " + NativeMessage.of(e));
        }
    }

    private static void ask(TorchNetwork network, ModelManifest manifest, String path) {
        int width = manifest.preprocessing().width();
        int height = manifest.preprocessing().height();
        int features = manifest.features().size();
        ByteBuffer noise = noise(manifest);
        Network.Answer one;
        try {
            one = network.answer(noise, 1, height, width);
        } catch (RuntimeException e) {
            throw new Refusal.Invalid(
                    path,
                    "input-shape-mismatch",
                    "The network does not take a picture of 1 x 3 x " + height + " x " + width + " numbers: "
                            + NativeMessage.of(e));
        }
        checkCount(one, 1, features, path);
        Network.Answer two;
        try {
            two = network.answer(noise, 2, height, width);
        } catch (RuntimeException e) {
            throw count(path, "The network does not take two pictures at once: " + NativeMessage.of(e));
        }
        checkCount(two, 2, features, path);
        checkNumbers(one, two, manifest, path);
    }

    private static void checkCount(Network.Answer answer, int pictures, int features, String path) {
        if (answer.tensors() != 1) {
            throw count(path, "The network answers " + answer.tensors() + " tensors; one is expected.");
        }
        long[] shape = answer.shape();
        if (shape.length != 2 || shape[0] != pictures) {
            throw count(
                    path,
                    "The network answers " + written(shape) + " numbers for " + pictures
                            + (pictures == 1 ? " picture; " : " pictures; ") + pictures + " x " + features
                            + " are expected.");
        }
        if (shape[1] != features) {
            throw count(
                    path,
                    "The network answers " + shape[1] + (shape[1] == 1 ? " number" : " numbers")
                            + " per picture; the manifest lists " + features + " features.");
        }
    }

    private static void checkNumbers(Network.Answer one, Network.Answer two, ModelManifest manifest, String path) {
        int features = manifest.features().size();
        float[] alone;
        float[] together;
        try {
            alone = Probabilities.of(one.values(), 0, features, manifest.activation());
            together = Probabilities.of(two.values(), 0, features, manifest.activation());
            Probabilities.of(two.values(), features, features, manifest.activation());
        } catch (Probabilities.NotProbabilities e) {
            throw new Refusal.Invalid(path, "output-not-probabilities", String.valueOf(e.getMessage()));
        }
        for (int i = 0; i < features; i++) {
            if (Math.abs(alone[i] - together[i]) > SAME) {
                throw count(
                        path,
                        "The network answers differently for a picture when another one is in its batch."
                                + " Save it in evaluation mode (network.eval()).");
            }
        }
    }

    private static ByteBuffer noise(ModelManifest manifest) {
        Preprocessor preprocessor = new Preprocessor(manifest.preprocessing());
        ByteBuffer input = ByteBuffer.allocateDirect(2 * preprocessor.floats() * Float.BYTES)
                .order(ByteOrder.nativeOrder());
        byte[] rgb = new byte[preprocessor.floats()];
        Random random = new Random(1);
        for (int picture = 0; picture < 2; picture++) {
            random.nextBytes(rgb);
            preprocessor.write(
                    new RgbPicture(
                            manifest.preprocessing().width(),
                            manifest.preprocessing().height(),
                            rgb),
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

    private static Refusal.Invalid count(String path, String message) {
        return new Refusal.Invalid(path, "output-count-mismatch", message);
    }
}
