package io.framewise.adapters.inference.model.onnx;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The messages of an ONNX file that are looked at, with their fields by the numbers of onnx.proto. Fields that are not
 * listed are dropped: doc strings, metadata, shapes in between.
 *
 * @param name as in onnx.proto
 */
record MessageType(String name, Map<Integer, Field> fields) {

    enum Kind {
        WHOLE,
        /** Single precision. */
        REAL,
        /** A text or bytes. */
        BYTES,
        MESSAGE,
        /** Nobody may drop it, as the network would be another one. */
        REFUSED
    }

    /**
     * @param name as in onnx.proto; for what is refused, what it holds
     * @param repeated whether there may be several; numbers may come packed then
     * @param inside the type of a message
     */
    record Field(
            int number,
            String name,
            Kind kind,
            boolean repeated,
            @Nullable MessageType inside) {}

    static final MessageType TENSOR = of(
            "TensorProto",
            many(1, "dims", Kind.WHOLE),
            one(2, "data_type", Kind.WHOLE),
            refused(3, "a piece of a tensor"),
            many(4, "float_data", Kind.REAL),
            many(5, "int32_data", Kind.WHOLE),
            refused(6, "a tensor of texts"),
            many(7, "int64_data", Kind.WHOLE),
            one(8, "name", Kind.BYTES),
            one(9, "raw_data", Kind.BYTES),
            refused(10, "a tensor of 64-bit floats"),
            refused(11, "a tensor of unsigned integers"),
            // Looked at to name the file that is asked for.
            many(
                    13,
                    "external_data",
                    of("StringStringEntryProto", one(1, "key", Kind.BYTES), one(2, "value", Kind.BYTES))),
            one(14, "data_location", Kind.WHOLE));

    static final MessageType MODEL = of(
            "ModelProto",
            one(1, "ir_version", Kind.WHOLE),
            one(7, "graph", graph()),
            many(
                    8,
                    "opset_import",
                    of("OperatorSetIdProto", one(1, "domain", Kind.BYTES), one(2, "version", Kind.WHOLE))),
            refused(20, "training steps"),
            refused(25, "functions of its own (export it with them inlined)"));

    private static MessageType graph() {
        MessageType value = of("ValueInfoProto", one(1, "name", Kind.BYTES), one(2, "type", type()));
        return of(
                "GraphProto",
                many(1, "node", node()),
                one(2, "name", Kind.BYTES),
                many(5, "initializer", TENSOR),
                many(11, "input", value),
                many(12, "output", value),
                refused(15, "sparse tensors"));
    }

    private static MessageType node() {
        MessageType attribute = of(
                "AttributeProto",
                one(1, "name", Kind.BYTES),
                one(2, "f", Kind.REAL),
                one(3, "i", Kind.WHOLE),
                one(4, "s", Kind.BYTES),
                one(5, "t", TENSOR),
                refused(6, "a graph inside of a node"),
                many(7, "floats", Kind.REAL),
                many(8, "ints", Kind.WHOLE),
                refused(9, "texts as an attribute"),
                refused(10, "tensors as an attribute"),
                refused(11, "graphs inside of a node"),
                refused(14, "a type as an attribute"),
                refused(15, "types as an attribute"),
                one(20, "type", Kind.WHOLE),
                refused(21, "an attribute of a function"),
                refused(22, "a sparse tensor"),
                refused(23, "sparse tensors"));
        return of(
                "NodeProto",
                many(1, "input", Kind.BYTES),
                many(2, "output", Kind.BYTES),
                one(3, "name", Kind.BYTES),
                one(4, "op_type", Kind.BYTES),
                many(5, "attribute", attribute),
                one(7, "domain", Kind.BYTES),
                one(8, "overload", Kind.BYTES));
    }

    private static MessageType type() {
        MessageType dimension =
                of("TensorShapeProto.Dimension", one(1, "dim_value", Kind.WHOLE), one(2, "dim_param", Kind.BYTES));
        MessageType tensor = of(
                "TypeProto.Tensor",
                one(1, "elem_type", Kind.WHOLE),
                one(2, "shape", of("TensorShapeProto", many(1, "dim", dimension))));
        return of(
                "TypeProto",
                one(1, "tensor_type", tensor),
                refused(4, "a sequence as input or output"),
                refused(5, "a map as input or output"),
                refused(7, "an opaque input or output"),
                refused(8, "a sparse tensor as input or output"),
                refused(9, "an optional input or output"));
    }

    private static MessageType of(String name, Field... fields) {
        return new MessageType(
                name, Stream.of(fields).collect(Collectors.toUnmodifiableMap(Field::number, field -> field)));
    }

    private static Field one(int number, String name, Kind kind) {
        return new Field(number, name, kind, false, null);
    }

    private static Field one(int number, String name, MessageType inside) {
        return new Field(number, name, Kind.MESSAGE, false, inside);
    }

    private static Field many(int number, String name, Kind kind) {
        return new Field(number, name, kind, true, null);
    }

    private static Field many(int number, String name, MessageType inside) {
        return new Field(number, name, Kind.MESSAGE, true, inside);
    }

    private static Field refused(int number, String what) {
        return new Field(number, what, Kind.REFUSED, true, null);
    }

    /** One that is known. */
    Field field(int number) {
        Field field = fields.get(number);
        if (field == null) {
            throw new IllegalArgumentException(name + " has no field " + number + ".");
        }
        return field;
    }

    /** The type of a field that is a message itself. */
    MessageType inside(int field) {
        MessageType type = field(field).inside();
        if (type == null) {
            throw new IllegalArgumentException(name + "." + field(field).name() + " is no message.");
        }
        return type;
    }
}
