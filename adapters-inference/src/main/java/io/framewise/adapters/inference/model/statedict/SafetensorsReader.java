package io.framewise.adapters.inference.model.statedict;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.framewise.adapters.inference.model.NetworkReader;
import io.framewise.adapters.inference.model.ReadNetwork;
import io.framewise.adapters.inference.model.RefusedNetworkException;
import io.framewise.adapters.inference.model.graph.Tensor;
import io.framewise.domain.model.WeightsFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * State dicts as {@code .safetensors}: the length of the header (8 bytes, little-endian), the header as JSON, then the
 * values. By the format's description at github.com/huggingface/safetensors.
 */
public final class SafetensorsReader implements NetworkReader {

    private static final int MAX_HEADER = 16 << 20;
    private static final int MAX_DIMENSIONS = 8;
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxStringLength(1 << 16)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    @Override
    public boolean recognises(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer head = ByteBuffer.allocate(9).order(ByteOrder.LITTLE_ENDIAN);
            channel.read(head, 0);
            return head.position() == 9 && head.getLong(0) > 1 && head.getLong(0) <= MAX_HEADER && head.get(8) == '{';
        }
    }

    @Override
    public ReadNetwork read(Path file, Expected expected) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            long told = size < Long.BYTES ? 0 : bytes(channel, 0, Long.BYTES).getLong();
            if (told < 2 || told > MAX_HEADER || Long.BYTES + told > size) {
                throw refused("The header of " + told + " bytes is cut off, or too long.");
            }
            int length = (int) told;
            byte[] header = new byte[length];
            bytes(channel, Long.BYTES, length).get(header);
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            JsonNode root;
            try {
                root = JSON.readTree(header);
            } catch (IOException e) {
                throw refused("The header is not valid JSON.");
            }
            long start = (long) Long.BYTES + length;
            long used = 0;
            for (Map.Entry<String, JsonNode> entry : root.properties()) {
                if (!entry.getKey().equals("__metadata__") && !NamedTensors.isCounter(entry.getKey())) {
                    Tensor tensor = tensor(channel, start, size - start, entry.getKey(), entry.getValue());
                    used += (long) Float.BYTES * tensor.size();
                    if (used > size - start) {
                        throw refused(entry.getKey(), "its values are those of other tensors, too");
                    }
                    tensors.put(entry.getKey(), tensor);
                }
            }
            return NamedTensors.network(WeightsFormat.SAFETENSORS, tensors, expected);
        }
    }

    private static Tensor tensor(FileChannel channel, long start, long room, String name, JsonNode told)
            throws IOException {
        String type = told.path("dtype").asText();
        if (!type.equals("F32")) {
            throw refused(name, "it has values of the type " + type + "; F32 is taken");
        }
        List<Integer> shape = new ArrayList<>();
        long values = 1;
        for (JsonNode side : told.path("shape")) {
            if (!side.canConvertToInt() || side.asInt() < 0 || shape.size() == MAX_DIMENSIONS) {
                throw refused(name, "its shape makes no sense");
            }
            shape.add(side.asInt());
            values *= side.asInt();
            if (values > Integer.MAX_VALUE / Float.BYTES) {
                throw refused(name, "it has more than " + Integer.MAX_VALUE / Float.BYTES + " values");
            }
        }
        JsonNode offsets = told.path("data_offsets");
        long from = offsets.path(0).asLong(-1);
        long to = offsets.path(1).asLong(-1);
        if (from < 0 || to < from || to > room || to - from != values * Float.BYTES) {
            throw refused(
                    name, "its place in the file, " + from + " to " + to + ", does not fit its shape or the file");
        }
        return new Tensor(shape, bytes(channel, start + from, (int) (to - from)).asFloatBuffer());
    }

    private static ByteBuffer bytes(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocateDirect(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw refused("The file is cut off.");
            }
        }
        return bytes.flip().order(ByteOrder.LITTLE_ENDIAN);
    }

    private static RefusedNetworkException refused(String name, String reason) {
        return new RefusedNetworkException("tensor-refused", "The tensor " + name + " is not taken: " + reason + ".");
    }

    private static RefusedNetworkException refused(String sentence) {
        return new RefusedNetworkException("archive-damaged", sentence);
    }
}
