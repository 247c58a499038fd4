package io.framewise.adapters.inference.model;

import io.framewise.adapters.inference.model.fastai.FastaiReader;
import io.framewise.adapters.inference.model.onnx.OnnxReader;
import io.framewise.adapters.inference.model.statedict.SafetensorsReader;
import io.framewise.adapters.inference.model.statedict.StateDictReader;
import io.framewise.domain.model.WeightsFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.zip.ZipFile;

/** The readers of all formats. */
public final class WeightsReaders {

    // In the order in which files are tried.
    private final Map<WeightsFormat, NetworkReader> readers = new EnumMap<>(Map.of(
            WeightsFormat.FASTAI, new FastaiReader(),
            WeightsFormat.STATE_DICT, new StateDictReader(),
            WeightsFormat.SAFETENSORS, new SafetensorsReader(),
            WeightsFormat.ONNX, new OnnxReader(),
            WeightsFormat.TORCHSCRIPT, new TorchScriptReader()));

    public NetworkReader reader(WeightsFormat format) {
        NetworkReader reader = readers.get(format);
        if (reader == null) {
            throw new IllegalStateException("There is no reader for " + format + ".");
        }
        return reader;
    }

    /**
     * Reads a file of whatever format it is.
     *
     * @throws RefusedNetworkException when it is of none, or is not taken
     */
    public ReadNetwork read(Path file, NetworkReader.Expected expected) throws IOException {
        if (ZipGuard.isZip(file)) {
            try (ZipFile zip = new ZipFile(file.toFile())) {
                ZipGuard.check(zip);
            }
        }
        for (NetworkReader reader : readers.values()) {
            if (reader.recognises(file)) {
                return reader.read(file, expected);
            }
        }
        throw new RefusedNetworkException("not-a-network", FileKind.of(file));
    }
}
