package io.framewise.adapters.inference.model.fastai;

import io.framewise.adapters.inference.model.NetworkReader;
import io.framewise.adapters.inference.model.ReadNetwork;
import io.framewise.adapters.inference.model.RefusedNetworkException;
import io.framewise.adapters.inference.model.graph.NetworkGraph;
import io.framewise.adapters.inference.model.graph.Operation;
import io.framewise.adapters.inference.model.pickle.PickleException;
import io.framewise.adapters.inference.model.pickle.Pickled;
import io.framewise.adapters.inference.model.pickle.Tensors;
import io.framewise.adapters.inference.model.pickle.TorchArchive;
import io.framewise.domain.model.Activation;
import io.framewise.domain.model.Preprocessing;
import io.framewise.domain.model.WeightsFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipException;

/** Exports of fastai 2: the network is built anew from what the pickle says, which is never executed. */
public final class FastaiReader implements NetworkReader {

    @Override
    public boolean recognises(Path file) throws IOException {
        try (TorchArchive archive = TorchArchive.open(file)) {
            return !archive.isTorchScript()
                    && archive.pickle() instanceof Pickled.Made made
                    && made.name().startsWith("fastai.");
        } catch (ZipException | PickleException | RefusedNetworkException e) {
            return false;
        }
    }

    @Override
    public ReadNetwork read(Path file, Expected expected) throws IOException {
        try (TorchArchive archive = TorchArchive.open(file)) {
            Learner learner = Learner.of(archive.pickle());
            Tensors tensors = new Tensors(archive);
            Activation activation = learner.activation();
            List<String> vocabulary = learner.vocabulary();
            Preprocessing preprocessing = Transforms.read(learner.loader(), tensors);
            Modules modules = new Modules(tensors);
            modules.add(learner.model());
            NetworkGraph graph = modules.graph();
            checkOutputs(graph, vocabulary);
            return new ReadNetwork(
                    WeightsFormat.FASTAI,
                    new ReadNetwork.Program.Graph(graph),
                    new ReadNetwork.Description(
                            Optional.of(Layouts.architecture(graph, modules.blocks())),
                            Optional.of(vocabulary),
                            Optional.of(preprocessing),
                            Optional.of(activation),
                            graph.layers(),
                            graph.parameters()));
        }
    }

    private static void checkOutputs(NetworkGraph graph, List<String> vocabulary) {
        NetworkGraph.Node end = graph.output();
        // The standard head may end in a batch norm (bn_final).
        NetworkGraph.Node layer = end.operation() instanceof Operation.BatchNorm
                ? graph.nodes().get(end.inputs().get(0))
                : end;
        if (!(layer.operation() instanceof Operation.Linear last)
                || last.weight().shape().size() != 2) {
            throw new RefusedNetworkException(
                    "unexpected-head", "The network does not end in a linear layer but at " + end.name() + ".");
        }
        if (last.weight().side(0) != vocabulary.size()) {
            throw new RefusedNetworkException(
                    "vocabulary-mismatch",
                    "The last layer, " + layer.name() + ", has "
                            + last.weight().side(0) + " outputs, and the vocabulary has " + vocabulary.size()
                            + " class names.");
        }
    }
}
