package io.framewise.adapters.inference.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.offset;

import io.framewise.adapters.inference.model.NetworkReader;
import io.framewise.adapters.inference.model.ReadNetwork;
import io.framewise.adapters.inference.model.RefusedNetworkException;
import io.framewise.adapters.inference.model.WeightsReaders;
import io.framewise.adapters.inference.model.graph.NetworkGraph;
import io.framewise.adapters.inference.model.graph.Operation;
import io.framewise.adapters.inference.model.graph.Operation.Pair;
import io.framewise.adapters.inference.model.graph.Tensor;
import io.framewise.adapters.inference.model.onnx.OnnxBytes;
import io.framewise.domain.inference.Device;
import io.framewise.domain.model.WeightsFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What engines load are files of our writing, and they answer as the uploaded ones do. */
class NetworkLoaderTest {

    @TempDir
    private Path folder;

    private final NetworkLoader loader =
            new NetworkLoader(TestNetworks.engine(), TestNetworks.onnxEngine(), NetworkLoader.Preference.AUTO, 1);

    @Test
    void onnx_runtime_runs_the_copy_of_what_was_checked() throws IOException {
        OnnxBytes mean = OnnxBytes.node("Einsum", List.of("x"), "sums", OnnxBytes.text("equation", "nchw->nc"));
        OnnxBytes constant = new OnnxBytes()
                .text(1, "value")
                .message(5, OnnxBytes.floats("", List.of(), 6.4f))
                .number(20, 4);
        OnnxBytes graph = OnnxBytes.graph(
                mean,
                OnnxBytes.node("Constant", List.of(), "pixels", constant),
                OnnxBytes.node("Div", List.of("sums", "pixels"), "means"),
                OnnxBytes.node("ReduceL2", List.of("means"), "length", OnnxBytes.wholes("axes", 1)),
                OnnxBytes.node("GreaterOrEqual", List.of("length", "none"), "there"),
                OnnxBytes.node("Where", List.of("there", "means", "none"), "y"));
        graph.message(5, OnnxBytes.floats("none", List.of(1), 0));
        Path file = Files.write(
                folder.resolve("einsum.onnx"), OnnxBytes.model(graph).bytes());

        float[] answer = answer(file);

        assertThat(answer).containsExactly(new float[] {1, 2, 3}, offset(1e-4f));
    }

    @Test
    void pytorch_runs_the_copy_of_what_was_checked() throws IOException {
        float[] answer = answer(TestNetworks.network("mean-colour.pt"));

        assertThat(answer).containsExactly(new float[] {1, 2, 3}, offset(1e-4f));
    }

    /** A file of 16 MB would become one of 4 GB. */
    @Test
    void a_network_that_uses_the_same_weights_ever_again_is_refused() {
        NetworkGraph.Builder graph = new NetworkGraph.Builder();
        graph.then("first", convolution(2048, 3));
        Operation shared = convolution(2048, 2048);
        for (int i = 0; i < 256; i++) {
            graph.then("again" + i, shared);
        }
        ReadNetwork read = new ReadNetwork(
                WeightsFormat.ONNX,
                new ReadNetwork.Program.Graph(graph.build()),
                new ReadNetwork.Description(
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0, 0));

        RefusedNetworkException refusal =
                catchThrowableOfType(RefusedNetworkException.class, () -> loader.load(read, new Device.Cpu(), 8, 8));

        assertThat(refusal.code()).isEqualTo("network-too-large");
    }

    private static Operation convolution(int outputs, int inputs) {
        Tensor weight = new Tensor(List.of(outputs, inputs, 1, 1), FloatBuffer.allocate(outputs * inputs));
        return new Operation.Convolution(weight, null, Pair.of(1), Pair.of(0), Pair.of(1), 1);
    }

    /** For a picture whose red is 0.1, green 0.2 and blue 0.3. */
    private float[] answer(Path file) throws IOException {
        ReadNetwork read =
                new WeightsReaders().read(file, new NetworkReader.Expected(Optional.empty(), OptionalInt.of(3)));
        ByteBuffer picture = ByteBuffer.allocateDirect(3 * 8 * 8 * Float.BYTES).order(ByteOrder.nativeOrder());
        for (int i = 0; i < 3 * 8 * 8; i++) {
            picture.putFloat(i * Float.BYTES, 0.1f * (1 + i / 64));
        }
        try (LoadedNetwork network = loader.load(read, new Device.Cpu(), 8, 8)) {
            return network.network().answer(picture, 1, 8, 8).values();
        }
    }
}
