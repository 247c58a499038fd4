package io.framewise.adapters.inference.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.adapters.inference.model.NarrowWeights;
import io.framewise.adapters.inference.model.NetworkReader;
import io.framewise.adapters.inference.model.ReadNetwork;
import io.framewise.adapters.inference.model.TorchFiles;
import io.framewise.adapters.inference.model.WeightsReaders;
import io.framewise.adapters.inference.model.fastai.FastaiExports;
import io.framewise.adapters.inference.model.graph.BatchNormFolding;
import io.framewise.adapters.inference.model.graph.NetworkGraph;
import io.framewise.domain.inference.Device;
import io.framewise.domain.model.Activation;
import io.framewise.domain.model.Architecture;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PyTorch and ONNX Runtime, as imported and folded, give the same probabilities. */
class AgreementTest {

    private static final double SAME = 1e-4;
    private static final int PICTURES = 6;
    private static final Device CPU = new Device.Cpu();

    @TempDir
    private Path folder;

    private final NetworkLoader loader =
            new NetworkLoader(TestNetworks.engine(), TestNetworks.onnxEngine(), NetworkLoader.Preference.AUTO, 1);

    @ParameterizedTest
    @CsvSource({
        "RESNET18, 64, 64",
        "RESNET34, 61, 83", // Sides that no pooling divides.
        "RESNET50, 64, 64",
        "VGG11, 64, 64", // The average pooling makes 7 x 7 of 2 x 2.
        "VGG13, 224, 224",
        "VGG11_BN, 75, 96",
        "VGG16_BN, 64, 64",
    })
    void all_forms_of_a_network_agree(Architecture architecture, int height, int width) throws Exception {
        Path file = TorchFiles.save(folder.resolve("weights.pth"), NarrowWeights.of(architecture));

        List<float[]> forms = probabilities(graph(file), NarrowWeights.OUTPUTS, height, width);

        assertSpread(forms.get(0));
        assertThat(largestDifference(forms)).isLessThan(SAME);
    }

    @Test
    void all_forms_of_an_export_of_fastai_agree() throws Exception {
        Path file = TorchFiles.save(
                folder.resolve("export.pkl"), FastaiExports.aLearner().export());

        List<float[]> forms = probabilities(graph(file), 2, 24, 32);

        assertSpread(forms.get(0));
        assertThat(largestDifference(forms)).isLessThan(SAME);
    }

    private static NetworkGraph graph(Path file) throws Exception {
        ReadNetwork read =
                new WeightsReaders().read(file, new NetworkReader.Expected(Optional.empty(), OptionalInt.empty()));
        return ((ReadNetwork.Program.Graph) read.program()).graph();
    }

    /** Of all pictures in a row, for each form. */
    private List<float[]> probabilities(NetworkGraph graph, int outputs, int height, int width) throws Exception {
        NetworkGraph folded = BatchNormFolding.fold(graph);
        ByteBuffer pictures = pictures(height, width);
        List<float[]> forms = new ArrayList<>();
        try (LoadedNetwork imported = loader.torch(graph, false, CPU, NetworkLoader.AS_IMPORTED);
                LoadedNetwork torch = loader.folded(folded, CPU);
                LoadedNetwork onnx = loader.asOnnx(folded, height, width)) {
            for (LoadedNetwork form : List.of(imported, torch, onnx)) {
                Network.Answer answer = form.network().answer(pictures.duplicate(), PICTURES, height, width);
                assertThat(answer.shape()).containsExactly(PICTURES, outputs);
                float[] all = new float[PICTURES * outputs];
                for (int i = 0; i < PICTURES; i++) {
                    float[] each = Probabilities.of(answer.values(), i * outputs, outputs, Activation.SOFTMAX);
                    System.arraycopy(each, 0, all, i * outputs, outputs);
                }
                forms.add(all);
            }
        }
        return forms;
    }

    /** Each of another brightness and colour, so that the answers differ. */
    private static ByteBuffer pictures(int height, int width) {
        Random random = new Random(5);
        ByteBuffer bytes = ByteBuffer.allocateDirect(PICTURES * 3 * height * width * Float.BYTES)
                .order(ByteOrder.nativeOrder());
        FloatBuffer values = bytes.asFloatBuffer();
        for (int plane = 0; plane < PICTURES * 3; plane++) {
            double middle = 2 * random.nextGaussian();
            for (int i = 0; i < height * width; i++) {
                values.put((float) (middle + random.nextGaussian()));
            }
        }
        return bytes;
    }

    /** Networks that answer the same to everything would agree without meaning anything. */
    private static void assertSpread(float[] probabilities) {
        float least = 1;
        float most = 0;
        for (float probability : probabilities) {
            least = Math.min(least, probability);
            most = Math.max(most, probability);
        }
        assertThat(most - least).isGreaterThan(0.2f);
    }

    private static double largestDifference(List<float[]> forms) {
        double largest = 0;
        for (float[] form : forms) {
            for (int i = 0; i < form.length; i++) {
                largest = Math.max(largest, Math.abs(form[i] - forms.get(0)[i]));
            }
        }
        return largest;
    }
}
