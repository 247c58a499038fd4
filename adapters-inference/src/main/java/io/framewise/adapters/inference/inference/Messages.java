package io.framewise.adapters.inference.inference;

import io.framewise.adapters.inference.process.Wire;
import io.framewise.domain.model.Preprocessing;
import io.framewise.domain.model.Preprocessing.Normalisation;
import io.framewise.domain.model.Preprocessing.SecondResize;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How values of the domain cross between the node and its inference processes. */
final class Messages {

    private Messages() {}

    /** Writes a value. */
    interface Writer<T> {
        void write(T value) throws IOException;
    }

    /** Reads a value. */
    interface Reader<T> {
        T read() throws IOException;
    }

    static void floats(DataOutput out, float[] values) throws IOException {
        out.writeInt(values.length);
        for (float value : values) {
            out.writeFloat(value);
        }
    }

    /** @param expected how many there must be */
    static float[] floats(DataInput in, int expected) throws IOException {
        int count = Wire.count(in, expected);
        if (count != expected) {
            throw new IOException(count + " numbers where " + expected + " were expected.");
        }
        float[] values = new float[count];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readFloat();
        }
        return values;
    }

    static void write(DataOutput out, Preprocessing value) throws IOException {
        out.writeInt(value.width());
        out.writeInt(value.height());
        Wire.text(out, value.resize().name());
        Wire.text(out, value.padding().name());
        optional(out, Optional.ofNullable(value.secondResize()), second -> {
            out.writeInt(second.left());
            out.writeInt(second.top());
            out.writeInt(second.cutWidth());
            out.writeInt(second.cutHeight());
            out.writeInt(second.width());
            out.writeInt(second.height());
            out.writeBoolean(second.alignCorners());
        });
        optional(out, value.normalising(), normalisation -> {
            for (int channel = 0; channel < 3; channel++) {
                out.writeFloat(normalisation.mean().get(channel));
                out.writeFloat(normalisation.std().get(channel));
            }
        });
    }

    static Preprocessing preprocessing(DataInput in) throws IOException {
        int width = in.readInt();
        int height = in.readInt();
        Preprocessing.Resize resize = constant(Preprocessing.Resize.class, in);
        Preprocessing.Padding padding = constant(Preprocessing.Padding.class, in);
        Optional<SecondResize> second = optional(
                in,
                () -> new SecondResize(
                        in.readInt(),
                        in.readInt(),
                        in.readInt(),
                        in.readInt(),
                        in.readInt(),
                        in.readInt(),
                        in.readBoolean()));
        Optional<Normalisation> normalisation = optional(in, () -> {
            List<Float> mean = new ArrayList<>();
            List<Float> std = new ArrayList<>();
            for (int channel = 0; channel < 3; channel++) {
                mean.add(in.readFloat());
                std.add(in.readFloat());
            }
            return new Normalisation(mean, std);
        });
        return new Preprocessing(width, height, resize, padding, second.orElse(null), normalisation.orElse(null));
    }

    static <E extends Enum<E>> E constant(Class<E> type, DataInput in) throws IOException {
        return Enum.valueOf(type, Wire.text(in));
    }

    static <T> void list(DataOutput out, List<T> values, Writer<T> writer) throws IOException {
        out.writeInt(values.size());
        for (T value : values) {
            writer.write(value);
        }
    }

    static <T> List<T> list(DataInput in, int most, Reader<T> reader) throws IOException {
        List<T> values = new ArrayList<>();
        for (int left = Wire.count(in, most); left > 0; left--) {
            values.add(reader.read());
        }
        return values;
    }

    static <T> void optional(DataOutput out, Optional<T> value, Writer<T> writer) throws IOException {
        out.writeBoolean(value.isPresent());
        if (value.isPresent()) {
            writer.write(value.get());
        }
    }

    static <T> Optional<T> optional(DataInput in, Reader<T> reader) throws IOException {
        return in.readBoolean() ? Optional.of(reader.read()) : Optional.empty();
    }
}
