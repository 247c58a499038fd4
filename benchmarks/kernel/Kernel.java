package io.framewise.adapters.inference.inference;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.framewise.adapters.inference.model.NetworkReader;
import io.framewise.adapters.inference.model.ReadNetwork;
import io.framewise.adapters.inference.model.WeightsReaders;
import io.framewise.adapters.inference.model.graph.BatchNormFolding;
import io.framewise.adapters.inference.model.graph.NetworkGraph;
import io.framewise.benchmarks.Machine;
import io.framewise.benchmarks.Weights;
import io.framewise.domain.inference.Device;
import io.framewise.domain.model.Architecture;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Pictures per second of each engine and form. As many threads as there are cores ask at once, as a run does; the
 * forms take turns, and the median of three rounds is printed (of batches of 32, one round). Lives in the package of what it measures.
 */
final class Kernel {

    private static final List<String> ARCHITECTURES = List.of("resnet18", "resnet34", "resnet50", "vgg11_bn", "vgg16_bn");
    private static final List<Integer> BATCHES = List.of(1, 8, 32);
    private static final int SIDE = 224;
    private static final int ROUNDS = 3;
    private static final double ROUND_SECONDS = 0.7;

    private final int cores = Runtime.getRuntime().availableProcessors();
    private final ExecutorService threads = Executors.newFixedThreadPool(cores);
    private final Path folder;

    private Kernel(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        Kernel kernel = new Kernel(folder);
        ObjectMapper json = new ObjectMapper();
        ObjectNode all = json.createObjectNode().put("machine", Machine.line());
        List<String> lines = new ArrayList<>(List.of(
                Machine.line(), "", "| network | batch | PyTorch, as imported | PyTorch, folded, channels last | ONNX Runtime, folded |", "|---|---|---|---|---|"));
        lines.forEach(System.out::println);
        for (String architecture : ARCHITECTURES) {
            for (String line : kernel.measure(architecture, all.putObject(architecture))) {
                System.out.println(line);
                lines.add(line);
            }
        }
        Files.write(Path.of(arguments[1], "results.md"), lines);
        json.writerWithDefaultPrettyPrinter().writeValue(Path.of(arguments[1], "results.json").toFile(), all);
        System.exit(0);
    }

    private List<String> measure(String architecture, ObjectNode results) throws Exception {
        Path file = folder.resolve(architecture + ".safetensors");
        Weights.write(architecture, 2, file);
        ReadNetwork read = new WeightsReaders()
                .read(file, new NetworkReader.Expected(Architecture.named(architecture), OptionalInt.of(2)));
        Files.delete(file);
        NetworkGraph graph = ((ReadNetwork.Program.Graph) read.program()).graph();
        NetworkGraph folded = BatchNormFolding.fold(graph);
        Path engines = folder.resolve("engine");
        NetworkLoader loader = new NetworkLoader(
                new TorchEngine(engines.toString(), 1), new OnnxEngine(engines), NetworkLoader.Preference.AUTO, cores);
        List<LoadedNetwork> networks = List.of(
                loader.torch(graph, false, new Device.Cpu(), NetworkLoader.AS_IMPORTED),
                loader.folded(folded, new Device.Cpu()),
                loader.asOnnx(folded, SIDE, SIDE));
        List<String> lines = new ArrayList<>();
        for (int batch : BATCHES) {
            // The largest batches take long, and are warm by then.
            int rounds = batch == 32 ? 1 : ROUNDS;
            double[][] rates = new double[networks.size()][rounds];
            for (int round = batch == 1 ? -1 : 0; round < rounds; round++) {
                for (int i = 0; i < networks.size(); i++) {
                    double rate = rate(networks.get(i).network(), batch);
                    if (round >= 0) {
                        rates[i][round] = rate;
                    }
                }
            }
            StringBuilder line = new StringBuilder("| " + architecture + " | " + batch + " |");
            for (int i = 0; i < networks.size(); i++) {
                double rate = Machine.median(rates[i]);
                line.append(String.format(Locale.ROOT, " %.1f |", rate));
                results.withObject("/" + batch)
                        .put(networks.get(i).engine() + ", " + networks.get(i).form(), rate);
            }
            lines.add(line.toString());
        }
        networks.forEach(LoadedNetwork::close);
        return lines;
    }

    private double rate(Network network, int batch) throws Exception {
        ByteBuffer input =
                ByteBuffer.allocateDirect(batch * 3 * SIDE * SIDE * Float.BYTES).order(ByteOrder.nativeOrder());
        for (int i = 0; i < input.capacity(); i += Float.BYTES) {
            input.putFloat(i, (i * 31 % 1000) / 500f - 1);
        }
        long begin = System.nanoTime();
        List<Future<Integer>> asked = new ArrayList<>();
        for (int thread = 0; thread < cores; thread++) {
            asked.add(threads.submit(() -> {
                int pictures = 0;
                do {
                    network.answer(input.duplicate(), batch, SIDE, SIDE);
                    pictures += batch;
                } while (System.nanoTime() - begin < ROUND_SECONDS * 1e9);
                return pictures;
            }));
        }
        int pictures = 0;
        for (Future<Integer> each : asked) {
            pictures += each.get();
        }
        return pictures / ((System.nanoTime() - begin) / 1e9);
    }
}
