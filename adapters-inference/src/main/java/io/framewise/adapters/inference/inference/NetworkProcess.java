package io.framewise.adapters.inference.inference;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_ERROR;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import ai.djl.engine.Engine;
import io.framewise.adapters.inference.media.RgbPicture;
import io.framewise.adapters.inference.media.decoding.LocalFrameDecoder;
import io.framewise.adapters.inference.model.NetworkReader;
import io.framewise.adapters.inference.model.ReadNetwork;
import io.framewise.adapters.inference.model.RefusedNetworkException;
import io.framewise.adapters.inference.model.WeightsReaders;
import io.framewise.adapters.inference.process.Answers;
import io.framewise.adapters.inference.process.Heartbeat;
import io.framewise.adapters.inference.process.RefusedException;
import io.framewise.adapters.inference.process.Requests;
import io.framewise.adapters.inference.process.Wire;
import io.framewise.application.inference.FrameClassifier;
import io.framewise.domain.Refusal;
import io.framewise.domain.inference.Device;
import io.framewise.domain.media.ContentHash;
import io.framewise.domain.model.Activation;
import io.framewise.domain.model.ManifestFacts;
import io.framewise.domain.model.NetworkFacts;
import io.framewise.domain.model.Preprocessing;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * The program that reads networks and runs them over frames which it decodes itself. It answers the requests of {@link
 * Wire} one after the other, keeps networks warm, and ends when its input ends: then the node is gone.
 *
 * <p>System properties: see {@link InferenceSettings#properties}.
 */
public final class NetworkProcess {

    private final Requests requests;
    private final Answers answers;
    private final WatchedActivity activity;
    private final WeightsReaders readers = new WeightsReaders();
    private final TorchEngine torch;
    private final NetworkLoader loader;
    private final InferenceSettings settings;

    private NetworkProcess(Requests requests, Answers answers, InferenceSettings settings) {
        this.requests = requests;
        this.answers = answers;
        this.settings = settings;
        this.activity = new WatchedActivity(answers, settings.batchDeadline(), settings.loadDeadline());
        this.torch = new TorchEngine(settings.engineFolder().toString(), 1);
        this.loader = new NetworkLoader(torch, settings.preference(), settings.predictors());
    }

    public static void main(String[] arguments) throws Exception {
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        System.setOut(System.err);
        av_log_set_level(AV_LOG_ERROR);
        Requests requests = new Requests(System.in);
        new NetworkProcess(requests, new Answers(out.getChannel(), requests), InferenceSettings.fromProperties()).run();
    }

    private void run() throws IOException, InterruptedException {
        Path inbox = settings.inbox();
        Function<ContentHash, Path> files = hash -> inbox.resolve(hash.sha256());
        WarmNetworks networks = new WarmNetworks(readers, files, loader, settings.warmNetworks());
        LocalFrameDecoder decoder = new LocalFrameDecoder(
                settings.limits(), files, answers, frame -> activity.at("decoding frame " + frame));
        DjlFrameClassifier classifier =
                new DjlFrameClassifier(decoder, networks, activity, settings.batchSize(), settings.predictors());
        while (true) {
            Requests.Request request = requests.next();
            answers.begin();
            DataInputStream body = new DataInputStream(new ByteArrayInputStream(request.body()));
            try {
                switch (request.kind()) {
                    case Wire.CLASSIFY -> classify(classifier, body);
                    case Wire.INSPECT -> inspect(body);
                    case Wire.LIST_DEVICES -> devices();
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

    private void classify(DjlFrameClassifier classifier, DataInputStream body) throws IOException {
        FrameClassifier.Job job = Messages.job(body);
        try (WarmNetworks.Lease lease = classifier.lease(job)) {
            LoadedNetwork network = lease.network();
            answers.send(Wire.READY, out -> {
                Wire.text(out, network.engine());
                Wire.text(out, network.engineVersion());
                Wire.text(out, network.form());
            });
            FrameClassifier.Report report = classifier.classify(job, this::deliver);
            answers.send(Wire.DONE, out -> {
                out.writeLong(report.decodeMillis());
                out.writeLong(report.inferMillis());
                out.writeInt(report.duplicates());
            });
        }
    }

    private boolean deliver(List<FrameClassifier.Result> results) {
        try {
            answers.send(Wire.RESULTS, out -> Messages.write(out, results));
            return !requests.isStopped();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void devices() throws IOException {
        Engine engine = torch.started();
        int gpus = engine.getGpuCount();
        answers.send(Wire.DEVICES, out -> {
            Wire.text(out, TorchEngine.NAME);
            Wire.text(out, engine.getVersion());
            out.writeInt(gpus);
            for (int index = 0; index < gpus; index++) {
                long bytes = ai.djl.util.cuda.CudaUtils.getGpuMemory(torch.device(new Device.Gpu(index)))
                        .getMax();
                Wire.text(out, "GPU " + index + ", " + Math.round(bytes / (double) (1 << 30)) + " GB");
            }
        });
    }

    private void inspect(DataInputStream body) throws IOException {
        Path file = Path.of(Wire.text(body));
        boolean programs = body.readBoolean();
        ManifestFacts manifest = Messages.manifest(body);
        List<Path> images = new ArrayList<>();
        for (int left = Wire.count(body, 10_000); left > 0; left--) {
            images.add(Path.of(Wire.text(body)));
        }
        activity.at("reading the file");
        ReadNetwork read = read(file, manifest);
        if (read.format().isProgram() && !programs) {
            throw new RefusedNetworkException(ProgramPolicy.CODE, ProgramPolicy.SENTENCE);
        }
        ReadNetwork.Description told = read.description();
        Optional<Preprocessing> preprocessing = told.preprocessing().or(manifest::preprocessing);
        Optional<List<String>> features = told.features().or(manifest::features);
        NetworkFacts facts = new NetworkFacts(
                read.format(),
                told.architecture(),
                told.features(),
                told.preprocessing(),
                told.activation(),
                told.layers(),
                told.parameters());
        if (preprocessing.isEmpty() || features.isEmpty()) {
            activity.at("");
            inspected(facts, "", "", List.of());
            return;
        }
        Preprocessing input = preprocessing.get();
        Activation outputs = told.activation().or(manifest::activation).orElse(Activation.SOFTMAX);
        activity.at("loading the network");
        try (LoadedNetwork network = load(read, input)) {
            activity.at("trying the network");
            new NetworkTrial(network.network(), input, features.get().size(), outputs).run();
            List<float[]> goldens = new ArrayList<>();
            for (Path image : images) {
                goldens.add(answer(network.network(), input, features.get().size(), outputs, image));
            }
            activity.at("");
            inspected(facts, network.engine() + " " + network.engineVersion(), network.form(), goldens);
        }
    }

    private ReadNetwork read(Path file, ManifestFacts manifest) {
        NetworkReader.Expected expected = new NetworkReader.Expected(
                manifest.architecture(),
                manifest.features().map(List::size).map(OptionalInt::of).orElse(OptionalInt.empty()));
        try {
            return readers.read(file, expected);
        } catch (IOException e) {
            throw new RefusedNetworkException("archive-damaged", sentence(e));
        } catch (OutOfMemoryError e) {
            throw new RefusedNetworkException("archive-too-large", "The network does not fit into the memory.");
        }
    }

    private LoadedNetwork load(ReadNetwork read, Preprocessing input) {
        try {
            return loader.load(read, new Device.Cpu(), input.inputHeight(), input.inputWidth());
        } catch (Refusal | RefusedNetworkException refusal) {
            throw refusal;
        } catch (IOException | RuntimeException e) {
            throw new RefusedNetworkException(
                    read.program() instanceof ReadNetwork.Program.TorchScript ? "not-torchscript" : "not-a-network",
                    (read.program() instanceof ReadNetwork.Program.Onnx ? "ONNX Runtime" : "PyTorch")
                            + " cannot load this network: " + NativeMessage.of(e));
        }
    }

    private static String sentence(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.endsWith(".") ? message : "The file is damaged: " + message + ".";
    }

    private float[] answer(Network network, Preprocessing input, int features, Activation outputs, Path image)
            throws IOException {
        answers.beat();
        try {
            RgbPicture picture =
                    new LocalFrameDecoder(settings.limits(), hash -> image, answers, frame -> {}).image(image);
            Preprocessor preprocessor = new Preprocessor(input);
            ByteBuffer pixels = ByteBuffer.allocateDirect(preprocessor.floats() * Float.BYTES)
                    .order(ByteOrder.nativeOrder());
            preprocessor.write(picture, pixels.asFloatBuffer(), 0);
            Network.Answer answer = network.answer(pixels, 1, input.inputHeight(), input.inputWidth());
            return Probabilities.of(answer.values(), 0, features, outputs);
        } catch (RefusedException e) {
            throw new RefusedNetworkException("golden-image", "A golden image cannot be read: " + e.sentence());
        } catch (Probabilities.NotProbabilities e) {
            throw new RefusedNetworkException("output-not-probabilities", String.valueOf(e.getMessage()));
        }
    }

    private void inspected(NetworkFacts facts, String engine, String form, List<float[]> goldens) throws IOException {
        answers.send(Wire.INSPECTED, out -> {
            Messages.write(out, facts);
            Wire.text(out, engine);
            Wire.text(out, form);
            out.writeInt(goldens.size());
            for (float[] probabilities : goldens) {
                Messages.floats(out, probabilities);
            }
        });
    }
}
