package io.framewise.adapters.inference.inference;

import ai.djl.engine.Engine;
import io.framewise.adapters.inference.model.ReadNetwork;
import io.framewise.adapters.inference.model.ReadNetwork.Program;
import io.framewise.adapters.inference.model.RefusedNetworkException;
import io.framewise.adapters.inference.model.graph.BatchNormFolding;
import io.framewise.adapters.inference.model.graph.NetworkGraph;
import io.framewise.adapters.inference.model.graph.OnnxWriter;
import io.framewise.adapters.inference.model.graph.Shapes;
import io.framewise.adapters.inference.model.graph.TorchScriptWriter;
import io.framewise.domain.Refusal;
import io.framewise.domain.inference.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Makes networks ready to run. One that was built anew from weights is given to each engine that can run it, in the form
 * that suits the engine; on the processor the faster of them on this machine is kept. PyTorch always can.
 */
final class NetworkLoader {

    /** What an administrator prefers. */
    enum Preference {
        /** Whatever measures faster. */
        AUTO,
        PYTORCH,
        ONNX_RUNTIME
    }

    static final String AS_IMPORTED = "as imported";
    static final String FOLDED = "folded";
    static final String FOLDED_CHANNELS_LAST = "folded, channels last";

    // Layers may share their values in a file; each has its own in what is made of it.
    private static final long MOST_PARAMETERS = 1L << 30;

    private static final Logger LOG = Logger.getLogger(NetworkLoader.class);

    private final TorchEngine torch;
    private final OnnxEngine onnx;
    private final Preference preference;
    private final int threads;

    /** @param threads that will ask a network at once */
    NetworkLoader(TorchEngine torch, OnnxEngine onnx, Preference preference, int threads) {
        this.torch = torch;
        this.onnx = onnx;
        this.preference = preference;
        this.threads = threads;
    }

    /**
     * @param height of the input, px
     * @param width of the input, px
     * @throws RuntimeException of the engine, when it is not a network for it
     * @throws Refusal.Unavailable when an engine or the device is not there
     */
    public LoadedNetwork load(ReadNetwork read, Device device, int height, int width) throws IOException {
        if (read.program() instanceof Program.TorchScript script) {
            return torch(TorchNetwork.load(torch, script.file(), device), AS_IMPORTED);
        } else if (read.program() instanceof Program.Onnx file) {
            if (!(device instanceof Device.Cpu)) {
                throw new Refusal.Unavailable(
                        "engine-unavailable",
                        "This ONNX network has operators that only ONNX Runtime knows, which runs on the processor here;"
                                + " choose the device cpu.");
            }
            return onnx(file.file(), AS_IMPORTED);
        }
        NetworkGraph graph = ((Program.Graph) read.program()).graph();
        Shapes.of(graph, height, width);
        if (graph.parameters() > MOST_PARAMETERS) {
            throw new RefusedNetworkException(
                    "network-too-large",
                    "The network has " + graph.parameters() + " values, some of them again and again.");
        }
        NetworkGraph folded = BatchNormFolding.fold(graph);
        return device instanceof Device.Cpu ? fastest(folded, height, width) : folded(folded, device);
    }

    private LoadedNetwork fastest(NetworkGraph folded, int height, int width) throws IOException {
        List<LoadedNetwork> candidates = new ArrayList<>();
        if (preference != Preference.PYTORCH
                && OnnxWriter.obstacle(folded, height, width).isEmpty()) {
            try {
                candidates.add(asOnnx(folded, height, width));
            } catch (IOException | RuntimeException e) {
                LOG.warnf("ONNX Runtime does not run this network, PyTorch will: %s", e.getMessage());
            }
        }
        if (preference != Preference.ONNX_RUNTIME || candidates.isEmpty()) {
            candidates.add(folded(folded, new Device.Cpu()));
        }
        return Contest.fastest(candidates, threads, height, width);
    }

    /** Folded and channels last, for PyTorch. */
    LoadedNetwork folded(NetworkGraph folded, Device device) throws IOException {
        return torch(folded, true, device, FOLDED_CHANNELS_LAST);
    }

    LoadedNetwork torch(NetworkGraph graph, boolean channelsLast, Device device, String form) throws IOException {
        Path file = Files.createTempFile("network", ".pt");
        try {
            TorchScriptWriter.write(graph, channelsLast, file);
            return torch(TorchNetwork.load(torch, file, device), form);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** For ONNX Runtime. */
    LoadedNetwork asOnnx(NetworkGraph folded, int height, int width) throws IOException {
        Path file = Files.createTempFile("network", ".onnx");
        try {
            OnnxWriter.write(folded, height, width, file);
            return onnx(file, FOLDED);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private LoadedNetwork torch(Network network, String form) {
        return new LoadedNetwork(
                new SplittingNetwork(network), TorchEngine.NAME, torch.started().getVersion(), form);
    }

    private LoadedNetwork onnx(Path file, String form) throws IOException {
        Engine engine = onnx.started();
        return new LoadedNetwork(
                new SplittingNetwork(OnnxNetwork.load(onnx, file)), OnnxEngine.NAME, engine.getVersion(), form);
    }
}
