package io.framewise.adapters.inference.model.fastai;

import static io.framewise.adapters.inference.model.fastai.FastaiExports.FLOATS;
import static io.framewise.adapters.inference.model.fastai.FastaiExports.aLearner;
import static io.framewise.adapters.inference.model.fastai.FastaiExports.instance;
import static io.framewise.adapters.inference.model.fastai.FastaiExports.linear;
import static io.framewise.adapters.inference.model.fastai.FastaiExports.module;
import static io.framewise.adapters.inference.model.fastai.FastaiExports.resize;
import static io.framewise.adapters.inference.model.fastai.FastaiExports.sequential;
import static io.framewise.adapters.inference.model.fastai.FastaiExports.simple;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.adapters.inference.model.PickleBytes;
import io.framewise.adapters.inference.model.PickleBytes.Call;
import io.framewise.adapters.inference.model.PickleBytes.Instance;
import io.framewise.adapters.inference.model.ReadNetwork;
import io.framewise.adapters.inference.model.RefusedFile;
import io.framewise.adapters.inference.model.RefusedNetworkException;
import io.framewise.adapters.inference.model.TorchFiles;
import io.framewise.adapters.inference.model.graph.Tensor;
import io.framewise.domain.model.Activation;
import io.framewise.domain.model.Architecture;
import io.framewise.domain.model.Preprocessing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FastaiReaderTest {

    @TempDir
    private Path folder;

    private final FastaiReader reader = new FastaiReader();

    private Path saved(FastaiExports learner) throws IOException {
        return TorchFiles.save(folder.resolve("export.pkl"), learner.export());
    }

    private ReadNetwork.Description description(FastaiExports learner) throws IOException {
        Path file = saved(learner);
        assertThat(reader.recognises(file)).isTrue();
        return RefusedFile.read(reader, file).description();
    }

    private RefusedNetworkException refusal(FastaiExports learner) throws IOException {
        return RefusedFile.by(reader, saved(learner));
    }

    @Test
    void an_export_says_everything_itself() throws IOException {
        ReadNetwork.Description description = description(aLearner());

        assertThat(description.features()).contains(List.of("cat", "dog"));
        assertThat(description.activation()).contains(Activation.SOFTMAX);
        assertThat(description.architecture()).contains(Architecture.OTHER);
        assertThat(description.layers()).isEqualTo(6);
        assertThat(description.parameters()).isEqualTo(108 + 8 + 16 + 48 + 12 + 12);
        assertThat(description.preprocessing())
                .contains(new Preprocessing(
                        32, 24, Preprocessing.Resize.CROP, Preprocessing.Padding.REFLECTION, null, null));
    }

    @Test
    void normalisation_and_a_second_resize_are_told() throws IOException {
        Tensor mean = Tensor.of(List.of(1, 3, 1, 1), 0.5f, 0.25f, 0.125f);
        Instance normalise = new Instance("fastai.data.transforms.Normalize", Map.of("mean", mean, "std", mean));
        Instance affine = new Instance(
                "fastai.vision.augment.AffineCoordTfm", Map.of("size", List.of(16, 20), "mode", "bilinear"));

        Preprocessing read = description(aLearner().withBatchTransforms(instance(FLOATS), affine, normalise))
                .preprocessing()
                .orElseThrow();

        assertThat(read.normalisation())
                .isEqualTo(new Preprocessing.Normalisation(List.of(0.5f, 0.25f, 0.125f), List.of(0.5f, 0.25f, 0.125f)));
        assertThat(List.of(read.inputHeight(), read.inputWidth())).containsExactly(16, 20);
    }

    @Test
    void transforms_for_training_only_do_not_count() throws IOException {
        Instance flip = new Instance("fastai.vision.augment.FlipItem", Map.of("split_idx", 0));

        assertThat(description(aLearner().withItemTransforms(flip, resize(8, 8, "squish")))
                        .preprocessing())
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "fastai.losses.BCEWithLogitsLossFlat, multi-label-model",
        "torch.nn.modules.loss.BCEWithLogitsLoss, multi-label-model",
        "fastai.losses.MSELossFlat, unknown-loss",
        "os.system, unknown-loss",
    })
    void a_loss_of_another_task_is_refused(String loss, String code) throws IOException {
        assertThat(refusal(aLearner().withLoss(loss)).code()).isEqualTo(code);
    }

    @Test
    void targets_that_are_no_classes_are_refused() throws IOException {
        assertThat(refusal(aLearner().withTarget("fastai.data.transforms.MultiCategorize"))
                        .code())
                .isEqualTo("multi-label-model");
        assertThat(refusal(aLearner().withTarget("fastai.vision.core.PILMask")).code())
                .isEqualTo("no-vocabulary");
        assertThat(refusal(aLearner().withVocabulary(List.of("cat", 1.5))).code())
                .isEqualTo("no-vocabulary");
    }

    @Test
    void class_names_and_outputs_are_as_many() throws IOException {
        RefusedNetworkException refusal = refusal(aLearner().withVocabulary(List.of("a", "b", "c")));

        assertThat(refusal)
                .hasMessageContaining("has 2 outputs, and the vocabulary has 3")
                .returns("vocabulary-mismatch", RefusedNetworkException::code);
    }

    @Test
    void other_learners_are_refused() throws IOException {
        Path weights = TorchFiles.save(folder.resolve("model.pth"), Map.of("fc.weight", Tensor.of(List.of(1), 1)));

        assertThat(refusal(aLearner().withType("fastai.basic_train.Learner")).code())
                .isEqualTo("fastai-1");
        assertThat(refusal(aLearner().withType("my.Learner")).code()).isEqualTo("not-a-learner");
        assertThat(RefusedFile.by(reader, weights).code()).isEqualTo("not-a-learner");
        assertThat(reader.recognises(weights)).isFalse();
    }

    @Test
    void unknown_modules_are_refused_with_their_path() throws IOException {
        Instance hooked = module("activation.ReLU", Map.of("_forward_hooks", Map.of(1, "code")), Map.of());

        assertThat(refusal(aLearner().withModel(sequential("0", sequential("3", simple("my.Attention"))))))
                .hasMessageContaining("model.0.3 is a my.Attention")
                .returns("unknown-module", RefusedNetworkException::code);
        assertThat(refusal(aLearner().withModel(sequential("0", new Instance("timm.models.x.Net", Map.of())))))
                .hasMessageContaining("timm")
                .returns("unknown-module", RefusedNetworkException::code);
        assertThat(refusal(aLearner()
                        .withModel(
                                new Instance("fastai.vision.models.unet.DynamicUnet", Map.of("_modules", Map.of())))))
                .returns("segmentation-model", RefusedNetworkException::code);
        assertThat(refusal(aLearner().withModel(sequential("0", hooked)))).hasMessageContaining("model.0 has hooks");
        assertThat(refusal(aLearner().withModel(sequential("0", new Call("builtins.eval", List.of("1"))))))
                .hasMessageContaining("model.0 is a builtins.eval");
    }

    @Test
    void heads_and_weights_of_odd_shapes_are_refused() throws IOException {
        Instance flat =
                module("linear.Linear", Map.of("_parameters", Map.of("weight", Tensor.of(List.of(), 1))), Map.of());

        assertThat(refusal(aLearner().withModel(sequential("0", linear(2, 3), "1", simple("activation.ReLU"))))
                        .code())
                .isEqualTo("unexpected-head");
        assertThat(refusal(aLearner().withModel(sequential("0", flat))).code()).isEqualTo("unexpected-head");
    }

    @Test
    void transforms_that_are_not_known_or_make_no_sense_are_refused() throws IOException {
        Instance huge = new Instance("fastai.vision.augment.AffineCoordTfm", Map.of("size", List.of(100_000, 1)));
        Tensor two = Tensor.of(List.of(2), 1, 1);
        Instance odd = new Instance("fastai.data.transforms.Normalize", Map.of("mean", two, "std", two));

        for (FastaiExports learner : List.of(
                aLearner().withBatchTransforms(huge),
                aLearner().withBatchTransforms(odd),
                aLearner().withBatchTransforms(instance("my.Blur")),
                aLearner().withItemTransforms(resize(8, 8, "crop"), instance("my.Blur")),
                aLearner().withItemTransforms(resize(8, 8, "seams")),
                aLearner().withItemTransforms(resize(0, 1 << 30, "crop")))) {
            assertThat(refusal(learner).code()).isEqualTo("unknown-transform");
        }
        assertThat(refusal(aLearner().withItemTransforms()).code()).isEqualTo("no-resize");
    }

    @Test
    void a_module_that_holds_itself_is_refused() throws IOException {
        PickleBytes.Raw cyclic = new PickleBytes.Raw(new PickleBytes()
                .global("torch.nn.modules.container.Sequential")
                .ascii(")\u0081r")
                .little(4, 9)
                .code('}')
                .value("_modules")
                .code('}')
                .value("0")
                .code('j')
                .little(4, 9)
                .ascii("ssb")
                .bytes());

        assertThat(refusal(aLearner().withModel(cyclic)).code()).isEqualTo("network-too-large");
    }

    /** Two times two times two …: few modules in the file, 2^31 on the way through them. */
    @Test
    void a_module_that_stands_in_ever_more_places_is_refused() throws IOException {
        PickleBytes tree = new PickleBytes()
                .value(simple("linear.Identity"))
                .code('r')
                .little(4, 0)
                .code('0');
        for (int level = 1; level < 31; level++) {
            tree.global("torch.nn.modules.container.Sequential")
                    .ascii(")\u0081}")
                    .value("_modules")
                    .code('}', '(');
            for (String child : List.of("0", "1")) {
                tree.value(child).code('j').little(4, level - 1);
            }
            tree.ascii("usbr").little(4, level).code('0');
        }
        tree.code('j').little(4, 30);

        RefusedNetworkException refusal = refusal(aLearner().withModel(new PickleBytes.Raw(tree.bytes())));

        assertThat(refusal.code()).isEqualTo("network-too-large");
    }

    @Test
    void an_export_that_holds_itself_everywhere_is_refused() throws IOException {
        for (String key : List.of("model", "loss_func", "dls")) {
            byte[] pickle = PickleBytes.begin()
                    .global("fastai.learner.Learner")
                    .ascii(")\u0081q\0}(")
                    .value("model")
                    .ascii("h\0")
                    .value(key)
                    .ascii("h\0ub")
                    .done();
            Path file = TorchFiles.save(folder.resolve("cyclic.pkl"), pickle, List.of());

            assertThat(RefusedFile.by(reader, file).code()).isIn("not-a-learner", "unknown-loss");
        }
    }
}
