package io.framewise.adapters.inference.model.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.framewise.adapters.inference.model.RefusedNetworkException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A Protocol Buffers message by field number; messages inside stay bytes, views into the file, until asked for. A field
 * counts only when it is written as its type is, and a part that is there once must not come in pieces: otherwise ONNX
 * Runtime would see another file than the one that was checked.
 */
final class Message {

    private static final int MOST_FIELDS = 4_000_000;

    private final Map<Integer, List<Long>> numbers = new HashMap<>();
    private final Map<Integer, Integer> reals = new HashMap<>();
    private final Map<Integer, List<ByteBuffer>> blocks = new HashMap<>();

    private Message() {}

    static Message of(ByteBuffer bytes) throws IOException {
        Message message = new Message();
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        in.enableAliasing(true);
        int fields = 0;
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (++fields > MOST_FIELDS) {
                    throw new InvalidProtocolBufferException("too many fields");
                }
                int field = WireFormat.getTagFieldNumber(tag);
                switch (WireFormat.getTagWireType(tag)) {
                    case WireFormat.WIRETYPE_VARINT -> message.number(field, in.readRawVarint64());
                    case WireFormat.WIRETYPE_FIXED32 -> message.reals.put(field, in.readRawLittleEndian32());
                    case WireFormat.WIRETYPE_FIXED64 -> in.readRawLittleEndian64();
                    case WireFormat.WIRETYPE_LENGTH_DELIMITED ->
                        message.blocks
                                .computeIfAbsent(field, f -> new ArrayList<>())
                                .add(in.readByteBuffer());
                    default -> throw new InvalidProtocolBufferException("groups are not known");
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw new RefusedNetworkException("archive-damaged", "The ONNX file is damaged or cut off.");
        }
        return message;
    }

    private void number(int field, long value) {
        numbers.computeIfAbsent(field, f -> new ArrayList<>()).add(value);
    }

    boolean has(int field) {
        return numbers.containsKey(field) || reals.containsKey(field) || blocks.containsKey(field);
    }

    long number(int field) {
        List<Long> all = numbers.getOrDefault(field, List.of());
        return all.isEmpty() ? 0 : all.get(all.size() - 1);
    }

    /** Repeated whole numbers, packed or not. */
    List<Long> wholes(int field) throws IOException {
        List<Long> all = new ArrayList<>(numbers.getOrDefault(field, List.of()));
        for (ByteBuffer packed : blocks.getOrDefault(field, List.of())) {
            CodedInputStream in = CodedInputStream.newInstance(packed.duplicate());
            while (!in.isAtEnd()) {
                all.add(in.readRawVarint64());
            }
        }
        return all;
    }

    float real(int field) {
        return Float.intBitsToFloat(reals.getOrDefault(field, 0));
    }

    String text(int field) {
        List<ByteBuffer> all = blocks(field);
        return all.isEmpty()
                ? ""
                : StandardCharsets.UTF_8.decode(all.get(all.size() - 1)).toString();
    }

    List<String> texts(int field) {
        return blocks(field).stream()
                .map(bytes -> StandardCharsets.UTF_8.decode(bytes).toString())
                .toList();
    }

    List<ByteBuffer> blocks(int field) {
        return blocks.getOrDefault(field, List.of()).stream()
                .map(bytes -> bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN))
                .toList();
    }

    List<Message> messages(int field) throws IOException {
        List<Message> messages = new ArrayList<>();
        for (ByteBuffer bytes : blocks(field)) {
            messages.add(of(bytes));
        }
        return messages;
    }

    /** An empty one when there is none. */
    Message message(int field) throws IOException {
        List<ByteBuffer> all = blocks(field);
        if (all.size() > 1) {
            throw new RefusedNetworkException(
                    "archive-damaged", "The ONNX file has a part in pieces that can be there once only.");
        }
        return all.isEmpty() ? new Message() : of(all.get(0));
    }
}
