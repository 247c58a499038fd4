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
import java.util.TreeMap;

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
            long length = bytes(channel, 0, Long.BYTES).getLong();
            if (length < 2 || length > MAX_HEADER || length > size - Long.BYTES) {
                throw refused("The header is said to have " + Long.toUnsignedString(length)
                        + " bytes, which is too much or not there.");
            }
            byte[] header = new byte[(int) length];
            bytes(channel, Long.BYTES, header.length).get(header);
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            JsonNode root;
            try {
                root = JSON.readTree(header);
            } catch (IOException e) {
                throw refused("The header is not valid JSON.");
            }
            long start = Long.BYTES + length;
            checkPlaces(root, size - start);
            for (Map.Entry<String, JsonNode> entry : root.properties()) {
                if (!entry.getKey().equals("__metadata__") && !NamedTensors.isCounter(entry.getKey())) {
                    tensors.put(entry.getKey(), tensor(channel, start, size - start, entry.getKey(), entry.getValue()));
                }
            }
            return NamedTensors.network(WeightsFormat.SAFETENSORS, tensors, expected);
        }
    }

    /** The format has the values one behind the other: no byte belongs to two tensors, or to none. */
    private static void checkPlaces(JsonNode root, long room) {
        TreeMap<Long, Long> places = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            JsonNode offsets = entry.getValue().path("data_offsets");
            long from = offsets.path(0).asLong(-1);
            long to = offsets.path(1).asLong(-1);
            if (!entry.getKey().equals("__metadata__") && from != to && places.put(from, to) != null) {
                throw refused(entry.getKey(), "its values are those of another one, too");
            }
        }
        long end = 0;
        for (Map.Entry<Long, Long> place : places.entrySet()) {
            if (place.getKey() != end) {
                throw refused("The values in the file overlap, or leave a gap at byte " + end + ".");
            }
            end = place.getValue();
        }
        if (end != room) {
            throw refused("The file has " + room + " bytes of values; its header tells of " + end + ".");
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
        if (!told.path("shape").isArray()) {
            throw refused(name, "its shape is no list");
        }
        for (JsonNode side : told.path("shape")) {
            if (!side.isInt() || side.asInt() < 0 || shape.size() == MAX_DIMENSIONS) {
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
