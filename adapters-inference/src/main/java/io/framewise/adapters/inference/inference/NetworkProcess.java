package io.framewise.adapters.inference.inference;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_ERROR;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import ai.djl.engine.Engine;
import ai.djl.util.cuda.CudaUtils;
import io.framewise.adapters.inference.media.FrameDecoder;
import io.framewise.adapters.inference.media.decoding.LocalFrameDecoder;
import io.framewise.adapters.inference.model.RefusedNetworkException;
import io.framewise.adapters.inference.model.WeightsReaders;
import io.framewise.adapters.inference.process.Answers;
import io.framewise.adapters.inference.process.Heartbeat;
import io.framewise.adapters.inference.process.Requests;
import io.framewise.adapters.inference.process.Wire;
import io.framewise.application.inference.FrameClassifier;
import io.framewise.domain.Refusal;
import io.framewise.domain.inference.Device;
import io.framewise.domain.media.ContentHash;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * The program that reads networks and runs them over frames which it decodes itself. It answers the requests of {@link
 * Wire} one after the other, keeps networks warm, and ends when its input ends: then the node is gone.
 *
 * <p>System properties: see {@link InferenceSettings#properties}.
 */
public final class NetworkProcess {

    /** A shard of 512 pictures of 224 x 224 is 77 MB, for each size that is kept. */
    private static final long KEPT_BYTES = 256L << 20;

    private final Requests requests;
    private final Answers answers;
    private final WatchedActivity activity;
    private final WeightsReaders readers = new WeightsReaders();
    private final TorchEngine torch;
    private final OnnxEngine onnx;
    private final NetworkLoader loader;
    private final InferenceSettings settings;

    private NetworkProcess(Requests requests, Answers answers, InferenceSettings settings) {
        this.requests = requests;
        this.answers = answers;
        this.settings = settings;
        this.activity = new WatchedActivity(answers, settings.batchDeadline(), settings.loadDeadline());
        this.torch = new TorchEngine(settings.engineFolder().toString(), 1);
        this.onnx = new OnnxEngine(settings.engineFolder());
        this.loader = new NetworkLoader(torch, onnx, settings.preference(), settings.predictors());
    }

    public static void main(String[] arguments) throws Exception {
        Requests requests = new Requests(System.in);
        Answers answers = Answers.open(requests);
        av_log_set_level(AV_LOG_ERROR);
        new NetworkProcess(requests, answers, InferenceSettings.fromProperties()).run();
    }

    private void run() throws IOException, InterruptedException {
        Path inbox = settings.inbox();
        Function<ContentHash, Path> files = hash -> inbox.resolve(hash.sha256());
        WarmNetworks networks = new WarmNetworks(readers, files, loader, settings.warmNetworks());
        Heartbeat heartbeat = () -> {
            activity.moved();
            answers.beat();
        };
        FrameDecoder decoder = new WatchedDecoder(
                new LocalFrameDecoder(
                        settings.limits(), files, heartbeat, frame -> activity.at("decoding frame " + frame)),
                activity);
        int batchSize = BatchSize.of(settings.batchSize(), gpuBytes());
        DjlFrameClassifier classifier = new DjlFrameClassifier(
                decoder, networks, new KeptPictures(KEPT_BYTES), activity, batchSize, settings.predictors());
        NetworkInspection inspection =
                new NetworkInspection(readers::read, loader, settings.limits(), answers, activity);
        while (true) {
            Requests.Request request = requests.next();
            answers.begin();
            DataInputStream body = new DataInputStream(new ByteArrayInputStream(request.body()));
            try {
                switch (request.kind()) {
                    case Wire.CLASSIFY -> classify(classifier, body);
                    case Wire.INSPECT -> inspection.answer(body);
                    case Wire.LIST_DEVICES -> devices();
                    case Wire.UNPACK -> unpack();
                    default -> throw new IOException("No such request: " + request.kind());
                }
            } catch (Refusal refusal) {
                answers.refused(refusal.code(), String.valueOf(refusal.getMessage()));
            } catch (RefusedNetworkException refused) {
                answers.refused(refused.code(), refused.sentence());
            } catch (Heartbeat.StoppedException e) {
                answers.end();
            }
        }
    }

    /** Of the GPU that this process is for. */
    private OptionalLong gpuBytes() {
        String visible = System.getenv("CUDA_VISIBLE_DEVICES");
        return visible == null || visible.isEmpty() || torch.started().getGpuCount() == 0
                ? OptionalLong.empty()
                : OptionalLong.of(gpuBytes(0));
    }

    private long gpuBytes(int index) {
        return CudaUtils.getGpuMemory(torch.device(new Device.Gpu(index))).getMax();
    }

    private void classify(DjlFrameClassifier classifier, DataInputStream body) throws IOException {
        boolean careful = body.readBoolean();
        FrameClassifier.Job job = JobMessage.job(body);
        try (WarmNetworks.Lease lease = classifier.lease(job)) {
            LoadedNetwork network = lease.network();
            answers.send(Wire.READY, out -> {
                Wire.sentence(out, network.engine());
                Wire.sentence(out, network.engineVersion());
                Wire.sentence(out, network.form());
            });
            FrameClassifier.Report report = classifier.classify(job, careful, this::deliver);
            answers.send(Wire.DONE, out -> {
                out.writeLong(report.decodeMillis());
                out.writeLong(report.inferMillis());
                out.writeInt(report.duplicates());
            });
        }
    }

    private boolean deliver(List<FrameClassifier.Result> results) {
        try {
            for (int from = 0; from < results.size(); from += JobMessage.MOST_RESULTS) {
                int to = Math.min(results.size(), from + JobMessage.MOST_RESULTS);
                List<FrameClassifier.Result> some = results.subList(from, to);
                answers.send(Wire.RESULTS, out -> JobMessage.write(out, some));
            }
            return !requests.isStopped();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void unpack() throws IOException {
        torch.started();
        onnx.started();
        answers.end();
    }

    private void devices() throws IOException {
        Engine engine = torch.started();
        int gpus = engine.getGpuCount();
        answers.send(Wire.DEVICES, out -> {
            Wire.sentence(out, TorchEngine.NAME);
            Wire.sentence(out, engine.getVersion());
            out.writeInt(gpus);
            for (int index = 0; index < gpus; index++) {
                Wire.sentence(out, "GPU " + index + ", " + Math.round(gpuBytes(index) / (double) (1 << 30)) + " GB");
            }
        });
    }
}
