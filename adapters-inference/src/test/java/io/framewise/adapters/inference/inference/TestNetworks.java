package io.framewise.adapters.inference.inference;

import io.framewise.adapters.inference.media.MediaSettings;
import io.framewise.adapters.inference.media.RgbPicture;
import io.framewise.adapters.inference.model.WeightsReaders;
import io.framewise.adapters.inference.process.Containment;
import io.framewise.application.inference.FrameClassifier.Job;
import io.framewise.application.media.BlobStore;
import io.framewise.application.media.FrameSource;
import io.framewise.domain.inference.Device;
import io.framewise.domain.media.ContentHash;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.Fraction;
import io.framewise.domain.media.FrameIndex;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The small networks of the tests, and jobs for them. */
public final class TestNetworks {

    public static final Preprocessing EIGHT = new Preprocessing(8, 8, Preprocessing.Resize.SQUISH, null);

    private static final Map<ContentHash, Path> FILES = new ConcurrentHashMap<>();

    private TestNetworks() {}

    /** An engine whose libraries stay unpacked from test run to test run. */
    public static TorchEngine engine() {
        return new TorchEngine(
                Path.of(System.getProperty("java.io.tmpdir"), "framewise-engine")
                        .toString(),
                1);
    }

    static OnnxEngine onnxEngine() {
        return new OnnxEngine(Path.of(System.getProperty("java.io.tmpdir"), "framewise-engine"));
    }

    public static Path network(String name) {
        try {
            return Path.of(TestNetworks.class.getResource("/networks/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The networks that jobs were made for here. */
    static BlobStore blobs() {
        return new BlobStore() {
            @Override
            public Blob put(Path file) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Path file(ContentHash hash) {
                return FILES.get(hash);
            }
        };
    }

    static WarmNetworks warm(int capacity) {
        NetworkLoader loader = new NetworkLoader(engine(), onnxEngine(), NetworkLoader.Preference.AUTO, 2);
        return new WarmNetworks(new WeightsReaders(), FILES::get, loader, capacity);
    }

    /** Processes as the product has them; programs may run without a sandbox. */
    static InferenceProcesses processes(Duration batchDeadline, long memoryBytes) {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"), "framewise-processes");
        MediaSettings media = MediaSettings.standard(folder.resolve("native"));
        ContainmentSettings settings = new ContainmentSettings(
                true,
                memoryBytes,
                512,
                media,
                new InferenceSettings(
                        4,
                        2,
                        2,
                        NetworkLoader.Preference.AUTO,
                        batchDeadline,
                        Duration.ofMinutes(2),
                        media.limits(),
                        Path.of(System.getProperty("java.io.tmpdir"), "framewise-engine"),
                        folder));
        try {
            return new InferenceProcesses(settings, Containment.of(Containment.Wanted.AUTO, folder.resolve("inbox")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Job job(String network, int frames) {
        return job(network(network), FrameRanges.of(0, frames - 1), EIGHT, 3, Activation.SOFTMAX);
    }

    static Job job(Path network, FrameRanges frames, Preprocessing preprocessing, int features, Activation activation) {
        ContentHash hash = hashOf(network);
        FILES.put(hash, network);
        Iteration iteration = new Iteration(
                new IterationId(new UUID(0, 1)),
                new ModelId(new UUID(0, 2)),
                1,
                hash,
                1,
                new CheckReport(WeightsFormat.TORCHSCRIPT, 0, 0, "", "", null),
                preprocessing,
                activation,
                network.getFileName().toString(),
                Instant.EPOCH);
        return new Job(source(frames), frames, iteration, features, new Device.Cpu());
    }

    /** A job over images as they were uploaded. */
    static Job jobOver(String network, List<Path> images) {
        Job job = job(network, images.size());
        List<MediaFile> files = new ArrayList<>();
        for (Path image : images) {
            ContentHash hash = hashOf(image);
            FILES.put(hash, image);
            files.add(new MediaFile(hash, "image", 1, "png", "png", 16, 16));
        }
        DataUnit drawn = job.source().dataUnit();
        DataUnit unit = new DataUnit(
                drawn.id(),
                drawn.projectId(),
                drawn.title(),
                MediaKind.IMAGE_SEQUENCE,
                files.get(0).contentHash(),
                files.size(),
                16,
                16,
                drawn.frameRate(),
                0,
                List.of(),
                Instant.EPOCH);
        return new Job(
                new FrameSource(unit, unit.wholeRange(), files, job.source().frames()),
                job.frames(),
                job.iteration(),
                job.features(),
                job.device());
    }

    static Job withActivation(Job job, Activation activation) {
        Iteration i = job.iteration();
        Iteration changed = new Iteration(
                i.id(),
                i.modelId(),
                i.number(),
                i.weights(),
                i.bytes(),
                i.check(),
                i.preprocessing(),
                activation,
                i.provenance(),
                i.createdAt());
        return new Job(job.source(), job.frames(), changed, job.features(), job.device());
    }

    private static FrameSource source(FrameRanges frames) {
        int count = frames.ranges().get(frames.ranges().size() - 1).last() + 1;
        ContentHash content = new ContentHash("0".repeat(64));
        MediaFile file = new MediaFile(content, "drawn", 1, "drawn", "drawn", 16, 16);
        DataUnit unit = new DataUnit(
                new DataUnitId(new UUID(0, 3)),
                new ProjectId(new UUID(0, 4)),
                "Drawn",
                MediaKind.IMAGE_SEQUENCE,
                content,
                count,
                16,
                16,
                new Fraction(1, 1),
                0,
                List.of(),
                Instant.EPOCH);
        return new FrameSource(unit, unit.wholeRange(), Collections.nCopies(count, file), FrameIndex.ofImages(count));
    }

    static RgbPicture plain(int red, int green, int blue) {
        return plain(16, 16, red, green, blue);
    }

    static RgbPicture plain(int width, int height, int red, int green, int blue) {
        byte[] rgb = new byte[width * height * 3];
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = (byte) red;
            rgb[i + 1] = (byte) green;
            rgb[i + 2] = (byte) blue;
        }
        return new RgbPicture(width, height, rgb);
    }

    private static ContentHash hashOf(Path file) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return new ContentHash(HexFormat.of().formatHex(digest));
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
