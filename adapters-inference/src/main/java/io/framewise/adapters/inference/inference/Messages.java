package io.framewise.adapters.inference.inference;

import io.framewise.adapters.inference.process.Wire;
import io.framewise.application.inference.FrameClassifier.Job;
import io.framewise.application.inference.FrameClassifier.Result;
import io.framewise.application.media.FrameSource;
import io.framewise.domain.inference.Device;
import io.framewise.domain.media.ContentHash;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.Fraction;
import io.framewise.domain.media.FrameIndex;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.media.MediaFile;
import io.framewise.domain.media.MediaKind;
import io.framewise.domain.model.Activation;
import io.framewise.domain.model.Architecture;
import io.framewise.domain.model.CheckReport;
import io.framewise.domain.model.Iteration;
import io.framewise.domain.model.IterationId;
import io.framewise.domain.model.ManifestFacts;
import io.framewise.domain.model.ModelId;
import io.framewise.domain.model.NetworkFacts;
import io.framewise.domain.model.Preprocessing;
import io.framewise.domain.model.Preprocessing.Normalisation;
import io.framewise.domain.model.Preprocessing.SecondResize;
import io.framewise.domain.model.WeightsFormat;
import io.framewise.domain.project.ProjectId;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** How values of the domain cross between the node and its inference processes. */
public final class Messages {

    private static final int MOST = 10_000_000;
    private static final UUID NOBODY = new UUID(0, 0);

    private Messages() {}

    /** Writes a value. */
    private interface Writer<T> {
        void write(T value) throws IOException;
    }

    /** Reads a value. */
    private interface Reader<T> {
        T read() throws IOException;
    }

    /** Of the job just what it takes to do it: names and dates stay behind. */
    static void write(DataOutputStream out, Job job) throws IOException {
        DataUnit unit = job.source().dataUnit();
        Wire.text(out, unit.kind().name());
        list(out, unit.files(), file -> {
            Wire.text(out, file.contentHash().sha256());
        });
        out.writeInt(unit.frameCount());
        out.writeInt(unit.rotation());
        FrameIndex index = job.source().frames();
        out.writeLong(index.timeBase().numerator());
        out.writeLong(index.timeBase().denominator());
        Wire.longs(out, index.pts());
        Wire.ints(out, index.keyFrames());
        list(out, job.frames().ranges(), range -> {
            out.writeInt(range.first());
            out.writeInt(range.last());
        });
        Iteration iteration = job.iteration();
        Wire.text(out, iteration.weights().sha256());
        Wire.text(out, iteration.check().format().value());
        write(out, iteration.preprocessing());
        Wire.text(out, iteration.activation().name());
        out.writeInt(job.features());
        out.writeInt(job.device() instanceof Device.Gpu gpu ? gpu.index() : -1);
    }

    static Job job(DataInputStream in) throws IOException {
        MediaKind kind = constant(MediaKind.class, in);
        List<MediaFile> files = list(in, () -> new MediaFile(new ContentHash(Wire.text(in)), "file", 0, "", "", 1, 1));
        int frameCount = in.readInt();
        int rotation = in.readInt();
        Fraction timeBase = new Fraction(in.readLong(), in.readLong());
        FrameIndex index = new FrameIndex(timeBase, Wire.longs(in), Wire.ints(in));
        FrameRanges frames = FrameRanges.ofAll(list(in, () -> new FrameRange(in.readInt(), in.readInt())));
        ContentHash weights = new ContentHash(Wire.text(in));
        WeightsFormat format = WeightsFormat.named(Wire.text(in)).orElseThrow();
        Preprocessing preprocessing = preprocessing(in);
        Activation activation = constant(Activation.class, in);
        int features = in.readInt();
        int gpu = in.readInt();
        DataUnit unit = new DataUnit(
                new DataUnitId(NOBODY),
                new ProjectId(NOBODY),
                "medium",
                kind,
                files.get(0).contentHash(),
                files,
                frameCount,
                1,
                1,
                new Fraction(1, 1),
                rotation,
                List.of(),
                Instant.EPOCH);
        Iteration iteration = new Iteration(
                new IterationId(NOBODY),
                new ModelId(NOBODY),
                1,
                weights,
                0,
                new CheckReport(format, 0, 0, "", "", null),
                preprocessing,
                activation,
                "",
                Instant.EPOCH);
        return new Job(
                new FrameSource(unit, index),
                frames,
                iteration,
                features,
                gpu < 0 ? new Device.Cpu() : new Device.Gpu(gpu));
    }

    static void write(DataOutput out, List<Result> results) throws IOException {
        list(out, results, result -> {
            out.writeInt(result.frame());
            out.writeBoolean(result instanceof Result.Classified);
            if (result instanceof Result.Classified classified) {
                floats(out, classified.probabilities());
            } else if (result instanceof Result.Failed failed) {
                Wire.text(out, failed.reason());
            }
        });
    }

    static List<Result> results(DataInput in) throws IOException {
        return list(in, () -> {
            int frame = in.readInt();
            return in.readBoolean()
                    ? new Result.Classified(frame, floats(in))
                    : new Result.Failed(frame, Wire.text(in));
        });
    }

    public static void write(DataOutput out, ManifestFacts facts) throws IOException {
        optional(out, facts.architecture(), value -> Wire.text(out, value.value()));
        optional(out, facts.features(), names -> list(out, names, name -> Wire.text(out, name)));
        optional(out, facts.preprocessing(), value -> write(out, value));
        optional(out, facts.activation(), value -> Wire.text(out, value.name()));
    }

    static ManifestFacts manifest(DataInput in) throws IOException {
        return new ManifestFacts(
                Optional.empty(),
                optional(in, () -> Architecture.named(Wire.text(in)).orElseThrow()),
                optional(in, () -> list(in, () -> Wire.text(in))),
                optional(in, () -> preprocessing(in)),
                optional(in, () -> constant(Activation.class, in)));
    }

    static void write(DataOutput out, NetworkFacts facts) throws IOException {
        Wire.text(out, facts.format().value());
        write(
                out,
                new ManifestFacts(
                        Optional.empty(),
                        facts.architecture(),
                        facts.features(),
                        facts.preprocessing(),
                        facts.activation()));
        out.writeInt(facts.layers());
        out.writeLong(facts.parameters());
    }

    public static NetworkFacts network(DataInput in) throws IOException {
        WeightsFormat format = WeightsFormat.named(Wire.text(in)).orElseThrow(() -> new IOException("no such format"));
        ManifestFacts facts = manifest(in);
        return new NetworkFacts(
                format,
                facts.architecture(),
                facts.features(),
                facts.preprocessing(),
                facts.activation(),
                in.readInt(),
                in.readLong());
    }

    static void floats(DataOutput out, float[] values) throws IOException {
        out.writeInt(values.length);
        for (float value : values) {
            out.writeFloat(value);
        }
    }

    public static float[] floats(DataInput in) throws IOException {
        float[] values = new float[Wire.count(in, MOST)];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readFloat();
        }
        return values;
    }

    private static void write(DataOutput out, Preprocessing value) throws IOException {
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

    private static Preprocessing preprocessing(DataInput in) throws IOException {
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

    private static <E extends Enum<E>> E constant(Class<E> type, DataInput in) throws IOException {
        return Enum.valueOf(type, Wire.text(in));
    }

    private static <T> void list(DataOutput out, List<T> values, Writer<T> writer) throws IOException {
        out.writeInt(values.size());
        for (T value : values) {
            writer.write(value);
        }
    }

    private static <T> List<T> list(DataInput in, Reader<T> reader) throws IOException {
        List<T> values = new ArrayList<>();
        for (int left = Wire.count(in, MOST); left > 0; left--) {
            values.add(reader.read());
        }
        return values;
    }

    private static <T> void optional(DataOutput out, Optional<T> value, Writer<T> writer) throws IOException {
        out.writeBoolean(value.isPresent());
        if (value.isPresent()) {
            writer.write(value.get());
        }
    }

    private static <T> Optional<T> optional(DataInput in, Reader<T> reader) throws IOException {
        return in.readBoolean() ? Optional.of(reader.read()) : Optional.empty();
    }
}
