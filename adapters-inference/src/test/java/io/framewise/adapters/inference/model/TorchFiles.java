package io.framewise.adapters.inference.model;

import io.framewise.adapters.inference.model.graph.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes files of weights as {@code torch.save} and safetensors do. */
public final class TorchFiles {

    private TorchFiles() {}

    /** @param root see {@link PickleBytes#value} */
    public static Path save(Path target, Object root) throws IOException {
        PickleBytes pickle = PickleBytes.begin().value(root);
        return save(target, pickle.done(), pickle.storages());
    }

    public static Path save(Path target, byte[] pickle, List<Tensor> storages) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("net/data.pkl", pickle);
        entries.put("net/version", "3\n".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < storages.size(); i++) {
            entries.put("net/data/" + i, bytes(storages.get(i)));
        }
        return zip(target, entries);
    }

    public static Path zip(Path target, Map<String, byte[]> entries) throws IOException {
        try (OutputStream out = Files.newOutputStream(target);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return target;
    }

    /** A program for libtorch with the given sources by the names of their entries, and one number as its weights. */
    public static Path program(Path target, Map<String, String> sources) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(
                "net/data.pkl",
                PickleBytes.begin()
                        .value(new PickleBytes.Instance("__torch__.Network", Map.of("training", false)))
                        .done());
        sources.forEach((name, source) -> entries.put("net/" + name, source.getBytes(StandardCharsets.UTF_8)));
        entries.put("net/constants.pkl", PickleBytes.begin().code(')').done());
        entries.put("net/version", "3\n".getBytes(StandardCharsets.US_ASCII));
        return zip(target, entries);
    }

    /** A program of one line: what it makes of {@code x}. */
    public static String source(String expression) {
        return "class Network(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n"
                + "  def forward(self: __torch__.Network,\n    x: Tensor) -> Tensor:\n    return " + expression + "\n";
    }

    public static Path safetensors(Path target, Map<String, Tensor> tensors) throws IOException {
        StringJoiner header = new StringJoiner(",", "{", "}");
        header.add("\"__metadata__\":{\"format\":\"pt\"}");
        int at = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            int end = at + entry.getValue().size() * Float.BYTES;
            header.add("\"" + entry.getKey() + "\":{\"dtype\":\"F32\",\"shape\":"
                    + entry.getValue().shape() + ",\"data_offsets\":[" + at + "," + end + "]}");
            at = end;
        }
        ByteBuffer values = ByteBuffer.allocate(at);
        tensors.values().forEach(tensor -> values.put(bytes(tensor)));
        return safetensors(target, header.toString(), values.array());
    }

    public static Path safetensors(Path target, String header, byte[] values) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file =
                ByteBuffer.allocate(Long.BYTES + json.length + values.length).order(ByteOrder.LITTLE_ENDIAN);
        return Files.write(
                target, file.putLong(json.length).put(json).put(values).array());
    }

    private static byte[] bytes(Tensor tensor) {
        ByteBuffer bytes = ByteBuffer.allocate(tensor.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(tensor.values());
        return bytes.array();
    }
}
