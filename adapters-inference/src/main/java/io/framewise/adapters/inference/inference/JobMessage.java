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
import io.framewise.domain.model.CheckReport;
import io.framewise.domain.model.Iteration;
import io.framewise.domain.model.IterationId;
import io.framewise.domain.model.ModelId;
import io.framewise.domain.model.Preprocessing;
import io.framewise.domain.model.WeightsFormat;
import io.framewise.domain.project.ProjectId;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What the node and an inference process say about a job. */
final class JobMessage {

    /** Results in one message; more of them are more messages. */
    static final int MOST_RESULTS = 1_024;

    private static final UUID NOBODY = new UUID(0, 0);
    private static final int MOST_NEXT = 1_000;
    private static final int MOST_FILES = 10_000_000;

    private JobMessage() {}

    /** Of the job just what it takes to do it: names and dates stay behind. */
    static void write(DataOutputStream out, Job job, boolean careful) throws IOException {
        out.writeBoolean(careful);
        DataUnit unit = job.source().dataUnit();
        Wire.text(out, unit.kind().name());
        Wire.text(out, unit.contentHash().sha256());
        FrameRange range = job.source().range();
        out.writeInt(range.first());
        out.writeInt(range.last());
        Messages.list(out, job.source().files(), file -> {
            Wire.text(out, file.contentHash().sha256());
        });
        out.writeInt(unit.frameCount());
        out.writeInt(unit.rotation());
        FrameIndex index = job.source().frames();
        out.writeLong(index.timeBase().numerator());
        out.writeLong(index.timeBase().denominator());
        Wire.longs(out, index.pts());
        Wire.ints(out, index.keyFrames());
        Messages.list(out, job.frames().ranges(), part -> {
            out.writeInt(part.first());
            out.writeInt(part.last());
        });
        Iteration iteration = job.iteration();
        Wire.text(out, iteration.weights().sha256());
        Wire.text(out, iteration.check().format().value());
        Messages.write(out, iteration.preprocessing());
        Wire.text(out, iteration.activation().name());
        out.writeInt(job.features());
        // A process sees one GPU at most, as its first.
        out.writeBoolean(job.device() instanceof Device.Gpu);
        Messages.list(out, job.next(), next -> Messages.write(out, next));
    }

    /** @param in behind the first boolean */
    static Job job(DataInputStream in) throws IOException {
        MediaKind kind = Messages.constant(MediaKind.class, in);
        ContentHash contentHash = new ContentHash(Wire.text(in));
        FrameRange range = new FrameRange(in.readInt(), in.readInt());
        List<MediaFile> files = Messages.list(
                in, MOST_FILES, () -> new MediaFile(new ContentHash(Wire.text(in)), "file", 0, "", "", 1, 1));
        int frameCount = in.readInt();
        int rotation = in.readInt();
        Fraction timeBase = new Fraction(in.readLong(), in.readLong());
        FrameIndex index = new FrameIndex(timeBase, Wire.longs(in, frameCount), Wire.ints(in, frameCount));
        FrameRanges frames =
                FrameRanges.ofAll(Messages.list(in, frameCount, () -> new FrameRange(in.readInt(), in.readInt())));
        ContentHash weights = new ContentHash(Wire.text(in));
        WeightsFormat format = WeightsFormat.named(Wire.text(in)).orElseThrow();
        Preprocessing preprocessing = Messages.preprocessing(in);
        Activation activation = Messages.constant(Activation.class, in);
        int features = in.readInt();
        Device device = in.readBoolean() ? new Device.Gpu(0) : new Device.Cpu();
        List<Preprocessing> next = Messages.list(in, MOST_NEXT, () -> Messages.preprocessing(in));
        DataUnit unit = new DataUnit(
                new DataUnitId(NOBODY),
                new ProjectId(NOBODY),
                "medium",
                kind,
                contentHash,
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
        return new Job(new FrameSource(unit, range, files, index), frames, iteration, features, device, next);
    }

    static void write(DataOutput out, List<Result> results) throws IOException {
        Messages.list(out, results, result -> {
            out.writeInt(result.frame());
            out.writeBoolean(result instanceof Result.Classified);
            if (result instanceof Result.Classified classified) {
                Messages.floats(out, classified.probabilities());
            } else if (result instanceof Result.Failed failed) {
                Wire.sentence(out, failed.reason());
            }
        });
    }

    /** @param most frames that may still be answered */
    static List<Result> results(DataInput in, int most, int features) throws IOException {
        return Messages.list(in, Math.min(most, MOST_RESULTS), () -> {
            int frame = in.readInt();
            return in.readBoolean()
                    ? new Result.Classified(frame, Messages.floats(in, features))
                    : new Result.Failed(frame, Wire.sentence(in));
        });
    }
}
