package io.framewise.adapters.inference.model.onnx;

import io.framewise.adapters.inference.model.NetworkReader;
import io.framewise.adapters.inference.model.ReadNetwork;
import io.framewise.adapters.inference.model.RefusedNetworkException;
import io.framewise.adapters.inference.model.graph.NetworkGraph;
import io.framewise.domain.model.Activation;
import io.framewise.domain.model.WeightsFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * ONNX files. A network of the usual operators is built anew, so that every engine can run it; another is given to ONNX
 * Runtime operator by operator, written anew from what was checked.
 */
public final class OnnxReader implements NetworkReader {

    private static final int FIRST_OPSET = 11;

    @Override
    public boolean recognises(Path file) throws IOException {
        // The first field of what exporters write: the IR version.
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(4);
        }
        if (head.length < 4 || head[0] != 8 || head[1] < 3) {
            return false;
        }
        try {
            Message model = Message.of(bytes(file), MessageType.MODEL);
            return model.has(7) && model.has(8);
        } catch (RefusedNetworkException e) {
            return true;
        }
    }

    private static ByteBuffer bytes(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new RefusedNetworkException("archive-too-large", "An ONNX file has at most 2 GB.");
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        }
    }

    @Override
    public ReadNetwork read(Path file, Expected expected) throws IOException {
        Message model = Message.of(bytes(file), MessageType.MODEL);
        checkOperatorSet(model);
        OnnxGraph graph = OnnxGraph.of(model.message(7));
        if (graph.endsInSigmoid()) {
            throw new RefusedNetworkException(
                    "multi-label-model",
                    "The network ends in a sigmoid: it answers several classes per image; a classification model answers"
                            + " one.");
        }
        Optional<OnnxTranslation> translated = OnnxTranslation.of(graph);
        ReadNetwork.Program program = translated
                .<ReadNetwork.Program>map(done -> new ReadNetwork.Program.Graph(done.graph()))
                .orElseGet(() -> new ReadNetwork.Program.Onnx(new OnnxFile(model)));
        Optional<Activation> activation = graph.endsInSoftmax() ? Optional.of(Activation.NONE) : Optional.empty();
        NetworkGraph network = translated.map(OnnxTranslation::graph).orElse(null);
        return new ReadNetwork(
                WeightsFormat.ONNX,
                program,
                new ReadNetwork.Description(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        translated.isPresent() && translated.get().softmax()
                                // The softmax is left out of what was built anew, and done behind it.
                                ? Optional.of(Activation.SOFTMAX)
                                : activation,
                        network == null ? 0 : network.layers(),
                        network == null ? graph.parameters() : network.parameters()));
    }

    private static void checkOperatorSet(Message model) throws IOException {
        List<Long> versions = new ArrayList<>();
        for (Message set : model.messages(8)) {
            if (set.text(1).isEmpty() || set.text(1).equals("ai.onnx")) {
                versions.add(set.number(2));
            }
        }
        if (versions.size() != 1 || versions.get(0) < FIRST_OPSET) {
            throw new RefusedNetworkException(
                    "opset-refused",
                    versions.size() == 1
                            ? "The file is of operator set " + versions.get(0) + "; " + FIRST_OPSET
                                    + " and newer are taken."
                            : "The file names " + versions.size() + " operator sets; one is needed.");
        }
    }
}
