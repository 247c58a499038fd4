package io.framewise.adapters.inference.model;

import io.framewise.adapters.inference.model.graph.NetworkGraph;
import io.framewise.domain.model.Activation;
import io.framewise.domain.model.Architecture;
import io.framewise.domain.model.Preprocessing;
import io.framewise.domain.model.WeightsFormat;
import java.util.List;
import java.util.Optional;

/** A network as it was read from a file, before any engine has seen it. */
public record ReadNetwork(WeightsFormat format, Program program, Description description) {

    /** What can be run. */
    public sealed interface Program {
        /** Built anew from weights; safe to run. */
        record Graph(NetworkGraph graph) implements Program {}

        /** For ONNX Runtime: known operators. */
        record Onnx(CheckedFile file) implements Program {}

        /** For PyTorch: a program of the uploader's. */
        record TorchScript(CheckedFile file) implements Program {}
    }

    /**
     * What the file says of itself; the manifest tells the rest.
     *
     * @param features class names in the order of the outputs
     * @param layers with weights; 0 when unknown
     * @param parameters number of trained values; 0 when unknown
     */
    public record Description(
            Optional<Architecture> architecture,
            Optional<List<String>> features,
            Optional<Preprocessing> preprocessing,
            Optional<Activation> activation,
            int layers,
            long parameters) {}
}
