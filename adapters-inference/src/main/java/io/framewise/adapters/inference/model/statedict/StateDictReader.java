package io.framewise.adapters.inference.model.statedict;

import io.framewise.adapters.inference.model.NetworkReader;
import io.framewise.adapters.inference.model.ReadNetwork;
import io.framewise.adapters.inference.model.RefusedNetworkException;
import io.framewise.adapters.inference.model.graph.Tensor;
import io.framewise.adapters.inference.model.pickle.Pickled;
import io.framewise.adapters.inference.model.pickle.Tensors;
import io.framewise.adapters.inference.model.pickle.TorchArchive;
import io.framewise.domain.model.WeightsFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipException;

/** {@code torch.save(network.state_dict())}, also inside of a checkpoint under {@code state_dict} or {@code model}. */
public final class StateDictReader implements NetworkReader {

    @Override
    public boolean recognises(Path file) throws IOException {
        try (TorchArchive archive = TorchArchive.open(file)) {
            return !archive.isTorchScript();
        } catch (ZipException | RefusedNetworkException e) {
            return false;
        }
    }

    @Override
    public ReadNetwork read(Path file, Expected expected) throws IOException {
        try (TorchArchive archive = TorchArchive.open(file)) {
            Tensors tensors = new Tensors(archive);
            Map<String, Tensor> named = new LinkedHashMap<>();
            for (Pickled.Table.Entry entry : entries(archive.pickle())) {
                String name = entry.key() instanceof Pickled.Text text ? text.value() : "?";
                if (!NamedTensors.isCounter(name)) {
                    named.put(name, tensors.tensor(entry.value(), name));
                }
            }
            return NamedTensors.network(WeightsFormat.STATE_DICT, named, expected);
        }
    }

    private static List<Pickled.Table.Entry> entries(Pickled root) {
        List<Pickled.Table.Entry> entries = table(root);
        for (Pickled.Table.Entry entry : entries) {
            boolean nested = entry.key() instanceof Pickled.Text text
                    && (text.value().equals("state_dict") || text.value().equals("model"));
            if (nested && !table(entry.value()).isEmpty()) {
                return table(entry.value());
            }
        }
        if (entries.isEmpty() || entries.stream().noneMatch(entry -> Tensors.isTensor(entry.value()))) {
            String what = root instanceof Pickled.Made made && !made.name().isEmpty() ? made.name() : "something else";
            throw new RefusedNetworkException(
                    "not-a-network",
                    "This file holds no state dict but " + what
                            + ". Save torch.save(network.state_dict(), ...), learn.export() or TorchScript.");
        }
        return entries;
    }

    private static List<Pickled.Table.Entry> table(Pickled value) {
        if (value instanceof Pickled.Table table) {
            return table.entries();
        }
        return value instanceof Pickled.Made made && made.name().equals("collections.OrderedDict")
                ? made.entries().entries()
                : List.of();
    }
}
