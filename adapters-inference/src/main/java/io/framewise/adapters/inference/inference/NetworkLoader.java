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
            return ofFile(".pt", script.file()::writeTo, file -> torch(file, device, AS_IMPORTED));
        } else if (read.program() instanceof Program.Onnx file) {
            if (!(device instanceof Device.Cpu)) {
                throw new Refusal.Unavailable(
                        "engine-unavailable",
                        "This ONNX network has operators that only ONNX Runtime knows, which runs on the processor here;"
                                + " choose the device cpu.");
            }
            return ofFile(".onnx", file.file()::writeTo, copy -> onnx(copy, AS_IMPORTED));
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
        return ofFile(
                ".pt", file -> TorchScriptWriter.write(graph, channelsLast, file), file -> torch(file, device, form));
    }

    /** For ONNX Runtime. */
    LoadedNetwork asOnnx(NetworkGraph folded, int height, int width) throws IOException {
        return ofFile(".onnx", file -> OnnxWriter.write(folded, height, width, file), file -> onnx(file, FOLDED));
    }

    private interface Writer {
        void write(Path file) throws IOException;
    }

    private interface Engines {
        LoadedNetwork load(Path file) throws IOException;
    }

    /** Engines load files of our writing only, which are gone once they are loaded. */
    private static LoadedNetwork ofFile(String suffix, Writer writer, Engines engine) throws IOException {
        Path file = Files.createTempFile("network", suffix);
        try {
            writer.write(file);
            return engine.load(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private LoadedNetwork torch(Path file, Device device, String form) throws IOException {
        Network network = TorchNetwork.load(torch, file, device);
        return new LoadedNetwork(
                new SplittingNetwork(network), TorchEngine.NAME, torch.started().getVersion(), form);
    }

    private LoadedNetwork onnx(Path file, String form) throws IOException {
        Engine engine = onnx.started();
        return new LoadedNetwork(
                new SplittingNetwork(OnnxNetwork.load(onnx, file)), OnnxEngine.NAME, engine.getVersion(), form);
    }
}
