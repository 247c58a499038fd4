package io.framewise.adapters.inference.model.fastai;

import static io.framewise.adapters.inference.model.fastai.FastaiExports.FLOATS;
import static io.framewise.adapters.inference.model.fastai.FastaiExports.aLearner;
import static io.framewise.adapters.inference.model.fastai.FastaiExports.instance;
import static io.framewise.adapters.inference.model.fastai.FastaiExports.resize;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.adapters.inference.model.PickleBytes;
import io.framewise.adapters.inference.model.PickleBytes.Call;
import io.framewise.adapters.inference.model.PickleBytes.Instance;
import io.framewise.adapters.inference.model.RefusedFile;
import io.framewise.adapters.inference.model.TorchFiles;
import io.framewise.domain.model.Preprocessing;
import io.framewise.domain.model.Preprocessing.SecondResize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What fastai does to an image at inference, from transforms as training left them. */
class FastaiTransformsTest {

    private static final String AUGMENT = "fastai.vision.augment.";

    @TempDir
    private Path folder;

    private final FastaiReader reader = new FastaiReader();

    private Preprocessing preprocessing(FastaiExports learner) throws IOException {
        Path file = TorchFiles.save(folder.resolve("export.pkl"), learner.export());
        return RefusedFile.read(reader, file).description().preprocessing().orElseThrow();
    }

    private String refusal(FastaiExports learner) throws IOException {
        return RefusedFile.by(reader, TorchFiles.save(folder.resolve("export.pkl"), learner.export()))
                .code();
    }

    /** The index of the last pass is that of training or validation, whichever came last. */
    @ParameterizedTest
    @CsvSource({"AffineCoordTfm, 1", "Flip, 0", "Flip, 1", "Dihedral, 0", "Rotate, 1", "Zoom, 0", "Warp, 1"})
    void joined_augmentations_resize_whatever_their_name_and_their_last_pass(String name, int lastPass)
            throws IOException {
        Instance augmented = new Instance(
                AUGMENT + name,
                Map.of("size", List.of(16, 20), "mode", "bilinear", "align_corners", true, "split_idx", lastPass));

        Preprocessing read = preprocessing(aLearner().withBatchTransforms(instance(FLOATS), augmented));

        assertThat(read.secondResize()).isEqualTo(new SecondResize(0, 0, 32, 24, 20, 16, true));
    }

    @Test
    void augmentations_without_a_size_change_nothing() throws IOException {
        Instance augmented = new Instance(AUGMENT + "Flip", Map.of("mode", "bilinear", "split_idx", 0));

        assertThat(preprocessing(aLearner().withBatchTransforms(instance(FLOATS), augmented))
                        .secondResize())
                .isNull();
    }

    @Test
    void of_a_random_resized_crop_the_middle_is_left() throws IOException {
        Instance crop = new Instance(AUGMENT + "RandomResizedCrop", Map.of("size", List.of(128, 96), "val_xtra", 0.14));

        Preprocessing read = preprocessing(aLearner().withItemTransforms(crop));

        assertThat(read)
                .isEqualTo(new Preprocessing(
                        152,
                        120,
                        Preprocessing.Resize.SQUISH,
                        Preprocessing.Padding.REFLECTION,
                        new SecondResize(12, 12, 128, 96, 128, 96, true),
                        null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RandomCrop", "CropPad"})
    void a_crop_after_the_resize_takes_the_middle(String name) throws IOException {
        Instance crop = new Instance(AUGMENT + name, Map.of("size", List.of(21, 16)));
        Instance smaller =
                new Instance(AUGMENT + "Flip", Map.of("size", 10, "mode", "bilinear", "align_corners", true));

        assertThat(preprocessing(aLearner().withItemTransforms(resize(32, 24, "crop"), crop))
                        .secondResize())
                .isEqualTo(new SecondResize(5, 4, 21, 16, 21, 16, true));
        assertThat(preprocessing(aLearner()
                                .withItemTransforms(resize(32, 24, "crop"), crop)
                                .withBatchTransforms(instance(FLOATS), smaller))
                        .secondResize())
                .isEqualTo(new SecondResize(5, 4, 21, 16, 10, 10, true));
    }

    @Test
    void crops_that_pad_or_stand_alone_are_refused() throws IOException {
        Instance large = new Instance(AUGMENT + "CropPad", Map.of("size", List.of(40, 40)));

        assertThat(refusal(aLearner().withItemTransforms(resize(32, 24, "crop"), large)))
                .isEqualTo("unknown-transform");
        assertThat(refusal(aLearner().withItemTransforms(large))).isEqualTo("unknown-transform");
    }

    @Test
    void the_filter_is_the_bilinear_one_however_it_is_pickled() throws IOException {
        PickleBytes.Raw type = new PickleBytes.Raw(
                new PickleBytes().global("PIL.Image.Resampling").bytes());

        for (Object bilinear : List.of(
                2,
                new Call("PIL.Image.Resampling", List.of(2)),
                new Call("builtins.getattr", List.of(type, "BILINEAR")))) {
            assertThat(preprocessing(aLearner().withItemTransforms(resizedBy(bilinear)))
                            .width())
                    .isEqualTo(8);
        }
        for (Object other : List.of(
                3,
                new Call("PIL.Image.Resampling", List.of(3)),
                new Call("builtins.getattr", List.of(type, "BICUBIC")))) {
            assertThat(refusal(aLearner().withItemTransforms(resizedBy(other)))).isEqualTo("unknown-transform");
        }
    }

    private static Instance resizedBy(Object mode) {
        Map<String, Object> attributes = new HashMap<>(Map.of("size", List.of(8, 8), "method", "crop"));
        attributes.put("mode", mode);
        return new Instance(AUGMENT + "Resize", attributes);
    }

    @Test
    void images_in_grey_and_bytes_are_refused() throws IOException {
        PickleBytes.Raw grey = new PickleBytes.Raw(
                new PickleBytes().global("fastai.vision.core.PILImageBW").bytes());

        assertThat(refusal(aLearner().withImages(new Call("builtins.getattr", List.of(grey, "create")))))
                .isEqualTo("unknown-transform");
        assertThat(refusal(aLearner().withImages(resize(8, 8, "crop")))).isEqualTo("unknown-transform");
        assertThat(refusal(aLearner().withBatchTransforms())).isEqualTo("unknown-transform");
    }
}
