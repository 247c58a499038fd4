package io.framewise.adapters.inference.inference;

import io.framewise.adapters.inference.media.RgbPicture;
import io.framewise.adapters.inference.media.decoding.Limits;
import io.framewise.adapters.inference.media.decoding.LocalFrameDecoder;
import io.framewise.adapters.inference.model.NetworkReader;
import io.framewise.adapters.inference.model.ReadNetwork;
import io.framewise.adapters.inference.model.RefusedNetworkException;
import io.framewise.adapters.inference.process.Answers;
import io.framewise.adapters.inference.process.RefusedException;
import io.framewise.adapters.inference.process.Wire;
import io.framewise.domain.Refusal;
import io.framewise.domain.inference.Device;
import io.framewise.domain.model.Activation;
import io.framewise.domain.model.ManifestFacts;
import io.framewise.domain.model.NetworkFacts;
import io.framewise.domain.model.Preprocessing;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jboss.logging.Logger;

/**
 * Looks at a file of weights: reads it, runs it once and shows it golden images. Each of these steps, and each image, has its
 * own deadline.
 */
final class NetworkInspection {

    private static final Logger LOG = Logger.getLogger(NetworkInspection.class);

    private final Reading reading;
    private final NetworkLoader loader;
    private final Limits limits;
    private final Answers answers;
    private final Activity activity;

    /** Reads a file of weights. */
    interface Reading {
        ReadNetwork read(Path file, NetworkReader.Expected expected) throws IOException;
    }

    NetworkInspection(Reading reading, NetworkLoader loader, Limits limits, Answers answers, Activity activity) {
        this.reading = reading;
        this.loader = loader;
        this.limits = limits;
        this.answers = answers;
        this.activity = activity;
    }

    void answer(DataInputStream body) throws IOException {
        Path file = Path.of(Wire.text(body));
        boolean programs = body.readBoolean();
        ManifestFacts manifest = InspectionMessage.manifest(body);
        List<Path> images = new ArrayList<>();
        for (int left = Wire.count(body, 10_000); left > 0; left--) {
            images.add(Path.of(Wire.text(body)));
        }
        activity.at("reading the file");
        ReadNetwork read = read(reading, file, manifest);
        if (read.format().isProgram() && !programs) {
            throw new RefusedNetworkException(ProgramPolicy.CODE, ProgramPolicy.SENTENCE);
        }
        ReadNetwork.Description told = read.description();
        Optional<Preprocessing> preprocessing = told.preprocessing().or(manifest::preprocessing);
        Optional<List<String>> features = told.features().or(manifest::features);
        checkCount(features);
        NetworkFacts facts = new NetworkFacts(
                read.format(),
                told.architecture(),
                told.features(),
                told.preprocessing(),
                told.activation(),
                told.layers(),
                told.parameters());
        if (preprocessing.isEmpty() || features.isEmpty()) {
            activity.at("");
            inspected(facts, "", "");
            answers.end();
            return;
        }
        Preprocessing input = preprocessing.get();
        Activation outputs = told.activation().or(manifest::activation).orElse(Activation.SOFTMAX);
        activity.at("loading the network");
        try (LoadedNetwork network = load(read, input)) {
            activity.at("trying the network");
            new NetworkTrial(
                            network.network(),
                            input,
                            features.get().size(),
                            outputs,
                            told.activation().isPresent())
                    .run();
            activity.at("");
            inspected(facts, network.engine() + " " + network.engineVersion(), network.form());
            for (int image = 0; image < images.size(); image++) {
                activity.at("answering golden image " + (image + 1));
                float[] golden =
                        probabilities(network.network(), input, features.get().size(), outputs, images.get(image));
                activity.at("");
                answers.send(Wire.GOLDEN, out -> Messages.floats(out, golden));
            }
            answers.end();
        }
    }

    private static void checkCount(Optional<List<String>> features) {
        int count = features.map(List::size).orElse(0);
        if (count > InspectionMessage.MOST_FEATURES) {
            throw new RefusedNetworkException(
                    "feature-count",
                    "The network has " + count + " classes; at most " + InspectionMessage.MOST_FEATURES
                            + " are allowed.");
        }
    }

    /** @throws RefusedNetworkException whatever goes wrong: a file that no reader foresaw is refused, too */
    static ReadNetwork read(Reading reading, Path file, ManifestFacts manifest) {
        NetworkReader.Expected expected = new NetworkReader.Expected(
                manifest.architecture(),
                manifest.features().map(List::size).map(OptionalInt::of).orElse(OptionalInt.empty()));
        try {
            return reading.read(file, expected);
        } catch (RefusedNetworkException refused) {
            throw refused;
        } catch (IOException e) {
            throw new RefusedNetworkException("archive-damaged", sentence(e));
        } catch (OutOfMemoryError e) {
            throw new RefusedNetworkException("archive-too-large", "The network does not fit into the memory.");
        } catch (RuntimeException | StackOverflowError e) {
            LOG.warn("A file of weights cannot be read.", e);
            throw new RefusedNetworkException(
                    "weights-unreadable", "The file of weights is not built as its format says, and cannot be read.");
        }
    }

    private LoadedNetwork load(ReadNetwork read, Preprocessing input) {
        try {
            return loader.load(read, new Device.Cpu(), input.inputHeight(), input.inputWidth());
        } catch (Refusal | RefusedNetworkException refusal) {
            throw refusal;
        } catch (StackOverflowError e) {
            LOG.warn("A network cannot be built.", e);
            throw new RefusedNetworkException(
                    "weights-unreadable", "The network cannot be built from the file of weights.");
        } catch (IOException | RuntimeException e) {
            throw new RefusedNetworkException(
                    read.program() instanceof ReadNetwork.Program.TorchScript ? "not-torchscript" : "not-a-network",
                    (read.program() instanceof ReadNetwork.Program.Onnx ? "ONNX Runtime" : "PyTorch")
                            + " cannot load this network: " + NativeMessage.of(e));
        }
    }

    private static String sentence(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.endsWith(".") ? message : "The file is damaged: " + message + ".";
    }

    private float[] probabilities(Network network, Preprocessing input, int features, Activation outputs, Path image)
            throws IOException {
        answers.beat();
        try {
            RgbPicture picture = new LocalFrameDecoder(limits, hash -> image, answers, frame -> {}).image(image);
            Preprocessor preprocessor = new Preprocessor(input);
            ByteBuffer pixels = ByteBuffer.allocateDirect(preprocessor.floats() * Float.BYTES)
                    .order(ByteOrder.nativeOrder());
            preprocessor.write(picture, pixels.asFloatBuffer(), 0);
            Network.Answer answer = network.answer(pixels, 1, input.inputHeight(), input.inputWidth());
            return Probabilities.of(answer.values(), 0, features, outputs);
        } catch (RefusedException e) {
            throw new RefusedNetworkException("golden-image", "A golden image cannot be read: " + e.sentence());
        } catch (Probabilities.NotProbabilities e) {
            throw new RefusedNetworkException("output-not-probabilities", String.valueOf(e.getMessage()));
        }
    }

    private void inspected(NetworkFacts facts, String engine, String form) throws IOException {
        answers.send(Wire.INSPECTED, out -> {
            InspectionMessage.write(out, facts);
            Wire.sentence(out, engine);
            Wire.sentence(out, form);
        });
    }
}
