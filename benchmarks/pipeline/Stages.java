package io.framewise.adapters.inference.inference;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import io.framewise.adapters.inference.media.FrameDecoder;
import io.framewise.adapters.inference.media.MediaSettings;
import io.framewise.adapters.inference.media.RgbPicture;
import io.framewise.adapters.inference.media.decoding.LocalFrameDecoder;
import io.framewise.adapters.inference.model.NetworkReader;
import io.framewise.adapters.inference.model.WeightsReaders;
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
import io.framewise.domain.model.Architecture;
import io.framewise.domain.model.Preprocessing;
import io.framewise.domain.model.Preprocessing.Normalisation;
import io.framewise.domain.model.Preprocessing.Resize;
import io.framewise.domain.project.ProjectId;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Processor seconds per frame of decoding, preprocessing and inference, each measured alone, on all cores at once: the
 * work that a frame costs at least. Lives in the package of what it measures.
 */
final class Stages {

    private static final int SIDE = 224;
    private static final int BATCH = 8;
    private static final int FRAMES = 120;
    private static final Normalisation USUAL =
            new Normalisation(List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));

    private final int cores = Runtime.getRuntime().availableProcessors();
    private final ExecutorService threads = Executors.newFixedThreadPool(cores, task -> {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    });
    private final OperatingSystemMXBean system =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private interface Work {
        /** @return frames done */
        int run() throws Exception;
    }

    /** Arguments: architecture, its weights, folder of the engines, clip of a constant rate. */
    public static void main(String[] arguments) throws Exception {
        String architecture = arguments[0];
        Stages stages = new Stages();
        FrameSource source = source();
        LocalFrameDecoder decoder = new LocalFrameDecoder(
                MediaSettings.standard(Path.of(arguments[2])).limits(), hash -> Path.of(arguments[3]), () -> {}, frame -> {});
        List<RgbPicture> pictures = new ArrayList<>();
        decoder.decode(source, FrameRanges.of(0, 7), sink(pictures));
        double decode = stages.perFrame(() -> {
            decoder.decode(source, FrameRanges.of(0, FRAMES - 1), sink(new ArrayList<>()));
            return FRAMES;
        });
        Preprocessing preprocessing = new Preprocessing(SIDE, SIDE, Resize.SQUISH, USUAL);
        double preprocess = stages.perFrame(() -> {
            Preprocessor preprocessor = new Preprocessor(preprocessing);
            FloatBuffer target = FloatBuffer.allocate(3 * SIDE * SIDE);
            Duplicates duplicates = new Duplicates();
            for (int i = 0; i < FRAMES; i++) {
                duplicates.original(i, preprocessor.resize(pictures.get(i % pictures.size())));
                preprocessor.write(target, 0);
            }
            return FRAMES;
        });
        Path engines = Path.of(arguments[2]);
        NetworkLoader loader = new NetworkLoader(
                new TorchEngine(engines.toString(), 1), new OnnxEngine(engines), NetworkLoader.Preference.AUTO, stages.cores);
        LoadedNetwork loaded = loader.load(
                new WeightsReaders().read(Path.of(arguments[1]), new NetworkReader.Expected(Architecture.named(architecture), OptionalInt.of(2))),
                new Device.Cpu(), SIDE, SIDE);
        double infer = stages.perFrame(() -> {
            ByteBuffer input = ByteBuffer.allocateDirect(BATCH * 3 * SIDE * SIDE * Float.BYTES).order(ByteOrder.nativeOrder());
            for (int i = 0; i < input.capacity(); i += Float.BYTES) {
                input.putFloat(i, (i * 31 % 1000) / 500f - 1);
            }
            for (int i = 0; i < 6; i++) {
                loaded.network().answer(input, BATCH, SIDE, SIDE);
            }
            return 6 * BATCH;
        });
        ObjectNode answer = new ObjectMapper().createObjectNode();
        answer.put("decode", decode).put("preprocess", preprocess).put("infer", infer).put("engine", loaded.engine());
        System.out.println(answer);
        System.exit(0);
    }

    /** Median of rounds, after one that warms up. */
    private double perFrame(Work work) throws Exception {
        double[] seconds = new double[3];
        for (int round = -1; round < seconds.length; round++) {
            long begin = system.getProcessCpuTime();
            List<Future<Integer>> asked = new ArrayList<>();
            for (int i = 0; i < cores; i++) {
                asked.add(threads.submit(work::run));
            }
            int frames = 0;
            for (Future<Integer> each : asked) {
                frames += each.get();
            }
            if (round >= 0) {
                seconds[round] = (system.getProcessCpuTime() - begin) / 1e9 / frames;
            }
        }
        return io.framewise.benchmarks.Machine.median(seconds);
    }

    private static FrameDecoder.Sink sink(List<RgbPicture> pictures) {
        return new FrameDecoder.Sink() {
            @Override
            public boolean picture(int frame, RgbPicture picture) {
                if (pictures.size() < 8) {
                    pictures.add(picture.copy());
                }
                return true;
            }

            @Override
            public boolean failed(int frame, String reason) {
                throw new IllegalStateException(reason);
            }
        };
    }

    /** A clip of 25 frames a second from ffmpeg's MP4 muxer. */
    private static FrameSource source() {
        long[] pts = new long[FRAMES];
        for (int i = 0; i < FRAMES; i++) {
            pts[i] = i * 512L;
        }
        ContentHash content = new ContentHash("0".repeat(64));
        MediaFile file = new MediaFile(content, "clip", 1, "mp4", "h264", 1, 1);
        DataUnit unit = new DataUnit(
                new DataUnitId(new UUID(0, 1)), new ProjectId(new UUID(0, 2)), "clip", MediaKind.VIDEO, content,
                FRAMES, 1, 1, new Fraction(25, 1), 0, List.of(), Instant.EPOCH);
        return new FrameSource(unit, unit.wholeRange(), List.of(file), new FrameIndex(new Fraction(1, 12_800), pts, new int[] {0}));
    }
}
