package io.framewise.adapters.inference.model.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.framewise.adapters.inference.model.RefusedNetworkException;
import io.framewise.adapters.inference.model.onnx.MessageType.Field;
import io.framewise.adapters.inference.model.onnx.MessageType.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A Protocol Buffers message of a known type, by field number; messages inside stay bytes, views into the file, until asked
 * for. A field that may be there once is refused when it is there twice: some readers take the last, some put all together.
 */
final class Message {

    private static final int MOST_FIELDS = 1_000_000;
    private static final int MOST_NUMBERS = 1 << 16;

    private final MessageType type;
    private final Map<Integer, List<Long>> numbers = new TreeMap<>();
    private final Map<Integer, List<ByteBuffer>> blocks = new TreeMap<>();

    private Message(MessageType type) {
        this.type = type;
    }

    /** @throws RefusedNetworkException when it is damaged, or holds what is not taken */
    static Message of(ByteBuffer bytes, MessageType type) throws IOException {
        Message message = new Message(type);
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        in.enableAliasing(true);
        int fields = 0;
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (++fields > MOST_FIELDS) {
                    throw new InvalidProtocolBufferException("too many fields");
                }
                Field field = type.fields().get(WireFormat.getTagFieldNumber(tag));
                if (field != null) {
                    message.take(field, WireFormat.getTagWireType(tag), in);
                } else if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_START_GROUP || !in.skipField(tag)) {
                    throw new InvalidProtocolBufferException("groups are not known");
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw damaged();
        }
        return message;
    }

    private void take(Field field, int wireType, CodedInputStream in) throws IOException {
        if (field.kind() == Kind.REFUSED) {
            throw new RefusedNetworkException(
                    "operator-refused", "The file holds " + field.name() + ", which is not taken.");
        }
        if (!field.repeated() && has(field.number())) {
            throw new RefusedNetworkException(
                    "archive-damaged",
                    "The ONNX file has the field " + type.name() + "." + field.name() + " twice, which no exporter"
                            + " writes.");
        }
        boolean number = field.kind() == Kind.WHOLE || field.kind() == Kind.REAL;
        if (wireType == WireFormat.WIRETYPE_VARINT && field.kind() == Kind.WHOLE) {
            number(field.number(), in.readRawVarint64());
        } else if (wireType == WireFormat.WIRETYPE_FIXED32 && field.kind() == Kind.REAL) {
            number(field.number(), in.readRawLittleEndian32());
        } else if (wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED && (!number || field.repeated())) {
            blocks.computeIfAbsent(field.number(), f -> new ArrayList<>()).add(in.readByteBuffer());
        } else {
            throw new InvalidProtocolBufferException("a field of another kind");
        }
    }

    private void number(int field, long value) {
        numbers.computeIfAbsent(field, f -> new ArrayList<>()).add(value);
    }

    private static RefusedNetworkException damaged() {
        return new RefusedNetworkException("archive-damaged", "The ONNX file is damaged or cut off.");
    }

    boolean has(int field) {
        return numbers.containsKey(field) || blocks.containsKey(field);
    }

    long number(int field) {
        List<Long> all = numbers.getOrDefault(field, List.of());
        return all.isEmpty() ? 0 : all.get(0);
    }

    /** Repeated whole numbers, packed or not. */
    List<Long> wholes(int field) throws IOException {
        List<Long> all = new ArrayList<>(numbers.getOrDefault(field, List.of()));
        for (ByteBuffer packed : blocks.getOrDefault(field, List.of())) {
            CodedInputStream in = CodedInputStream.newInstance(packed.duplicate());
            while (!in.isAtEnd() && all.size() <= MOST_NUMBERS) {
                all.add(in.readRawVarint64());
            }
        }
        if (all.size() > MOST_NUMBERS) {
            throw new RefusedNetworkException(
                    "archive-damaged",
                    "The ONNX file has more than " + MOST_NUMBERS + " numbers in " + type.name() + "."
                            + type.field(field).name() + ".");
        }
        return all;
    }

    float real(int field) {
        return Float.intBitsToFloat((int) number(field));
    }

    String text(int field) {
        List<ByteBuffer> all = blocks(field);
        return all.isEmpty() ? "" : StandardCharsets.UTF_8.decode(all.get(0)).toString();
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
            messages.add(of(bytes, type.inside(field)));
        }
        return messages;
    }

    /** An empty one when there is none. */
    Message message(int field) throws IOException {
        List<ByteBuffer> all = blocks(field);
        return all.isEmpty() ? new Message(type.inside(field)) : of(all.get(0), type.inside(field));
    }

    /** Writes it anew, without the fields that are not known. */
    void write(CodedOutputStream out) throws IOException {
        for (Map.Entry<Integer, List<Long>> field : numbers.entrySet()) {
            boolean whole = type.field(field.getKey()).kind() == Kind.WHOLE;
            for (long value : field.getValue()) {
                if (whole) {
                    out.writeUInt64(field.getKey(), value);
                } else {
                    out.writeFixed32(field.getKey(), (int) value);
                }
            }
        }
        for (int field : blocks.keySet()) {
            boolean message = type.field(field).kind() == Kind.MESSAGE;
            for (ByteBuffer bytes : blocks(field)) {
                out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
                if (message) {
                    Message inside = of(bytes, type.inside(field));
                    out.writeUInt64NoTag(inside.size());
                    inside.write(out);
                } else {
                    out.writeUInt32NoTag(bytes.remaining());
                    out.write(bytes);
                }
            }
        }
    }

    /** Bytes that it is written in. */
    private long size() throws IOException {
        long size = 0;
        for (Map.Entry<Integer, List<Long>> field : numbers.entrySet()) {
            boolean whole = type.field(field.getKey()).kind() == Kind.WHOLE;
            for (long value : field.getValue()) {
                size += CodedOutputStream.computeTagSize(field.getKey())
                        + (whole ? CodedOutputStream.computeUInt64SizeNoTag(value) : Integer.BYTES);
            }
        }
        for (int field : blocks.keySet()) {
            boolean message = type.field(field).kind() == Kind.MESSAGE;
            for (ByteBuffer bytes : blocks(field)) {
                long inside = message ? of(bytes, type.inside(field)).size() : bytes.remaining();
                size += CodedOutputStream.computeTagSize(field)
                        + CodedOutputStream.computeUInt64SizeNoTag(inside)
                        + inside;
            }
        }
        return size;
    }
}
