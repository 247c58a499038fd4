package io.framewise.adapters.inference.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.framewise.adapters.inference.model.ReadNetwork;
import io.framewise.adapters.inference.model.RefusedNetworkException;
import io.framewise.adapters.inference.model.graph.NetworkGraph;
import io.framewise.adapters.inference.model.graph.Operation;
import io.framewise.adapters.inference.model.graph.Operation.Pair;
import io.framewise.adapters.inference.model.graph.Tensor;
import io.framewise.domain.inference.Device;
import io.framewise.domain.model.WeightsFormat;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NetworkLoaderTest {

    private static Operation convolution(int outputs, int inputs) {
        Tensor weight = new Tensor(List.of(outputs, inputs, 1, 1), FloatBuffer.allocate(outputs * inputs));
        return new Operation.Convolution(weight, null, Pair.of(1), Pair.of(0), Pair.of(1), 1);
    }

    /** A file of 16 MB would become one of 4 GB. */
    @Test
    void a_network_that_uses_the_same_weights_ever_again_is_refused() {
        NetworkLoader loader =
                new NetworkLoader(TestNetworks.engine(), TestNetworks.onnxEngine(), NetworkLoader.Preference.AUTO, 1);
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
}
