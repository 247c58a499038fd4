package io.framewise.adapters.inference.model.fastai;

import io.framewise.adapters.inference.model.RefusedNetworkException;
import io.framewise.adapters.inference.model.graph.Operation.Pair;
import io.framewise.adapters.inference.model.graph.Tensor;
import io.framewise.adapters.inference.model.pickle.Pickled;
import io.framewise.adapters.inference.model.pickle.Tensors;
import io.framewise.domain.model.Preprocessing;
import io.framewise.domain.model.Preprocessing.Normalisation;
import io.framewise.domain.model.Preprocessing.Padding;
import io.framewise.domain.model.Preprocessing.Resize;
import io.framewise.domain.model.Preprocessing.SecondResize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What fastai does to an image at validation (fastai/vision/augment.py, fastai/data/transforms.py), told from the pickled
 * transforms. One that is not known is refused, unless it is for training only.
 */
final class Transforms {

    private static final String AUGMENT = "fastai.vision.augment.";

    private final Tensors tensors;
    private @Nullable Attributes resize;
    private @Nullable SecondResize second;
    private @Nullable Normalisation normalisation;

    private Transforms(Tensors tensors) {
        this.tensors = tensors;
    }

    static Preprocessing read(Attributes loader, Tensors tensors) throws IOException {
        Transforms transforms = new Transforms(tensors);
        for (Pickled item : Learner.transforms(loader, "after_item")) {
            transforms.item(Attributes.of(item, "after_item"));
        }
        for (Pickled item : Learner.transforms(loader, "before_batch")) {
            throw unknown(Attributes.of(item, "before_batch"));
        }
        Preprocessing plain = transforms.resized();
        try {
            return transforms.batched(loader, plain);
        } catch (IllegalArgumentException e) {
            throw new RefusedNetworkException(
                    "unknown-transform",
                    "The batch transforms of the model (after_batch) make no sense: " + e.getMessage());
        }
    }

    private Preprocessing batched(Attributes loader, Preprocessing plain) throws IOException {
        for (Pickled batch : Learner.transforms(loader, "after_batch")) {
            batch(Attributes.of(batch, "after_batch"), plain);
        }
        return new Preprocessing(plain.width(), plain.height(), plain.resize(), plain.padding(), second, normalisation);
    }

    private void item(Attributes transform) {
        switch (transform.type()) {
            case AUGMENT + "Resize" -> {
                if (resize != null) {
                    throw new RefusedNetworkException("unknown-transform", "The model resizes each image twice.");
                }
                resize = transform;
            }
            case "fastai.data.transforms.ToTensor" -> {
                // Bytes stay bytes.
            }
            default -> {
                if (!isForTraining(transform)) {
                    throw unknown(transform);
                }
            }
        }
    }

    private Preprocessing resized() {
        Attributes found = resize;
        if (found == null) {
            throw new RefusedNetworkException(
                    "no-resize",
                    "The export does not say to which size images are resized: it has no item_tfms=Resize(...).");
        }
        // fastai keeps width and height, in this order.
        Pair size = found.pair("size");
        int width = size.height();
        int height = size.width();
        try {
            return new Preprocessing(
                    width,
                    height,
                    Resize.valueOf(found.text("method").orElse("crop").toUpperCase(Locale.ROOT)),
                    Padding.valueOf(found.text("pad_mode").orElse("reflection").toUpperCase(Locale.ROOT)),
                    null,
                    null);
        } catch (IllegalArgumentException e) {
            throw new RefusedNetworkException(
                    "unknown-transform",
                    "The model resizes images to " + width + " x " + height + " px by the method "
                            + found.text("method").orElse("?") + ", which is not known.");
        }
    }

    private void batch(Attributes transform, Preprocessing plain) throws IOException {
        switch (transform.type()) {
            case "fastai.data.transforms.IntToFloatTensor" -> {
                if (transform.find("div").isPresent() && transform.real("div") != 255) {
                    throw unknown(transform);
                }
            }
            case "fastai.data.transforms.Normalize" ->
                normalisation = new Normalisation(channels(transform, "mean"), channels(transform, "std"));
            case AUGMENT + "AffineCoordTfm" -> affine(transform, plain);
            case AUGMENT + "RandomResizedCropGPU" -> second = cropped(transform, plain);
            default -> {
                if (!isForTraining(transform)) {
                    throw unknown(transform);
                }
            }
        }
    }

    private void affine(Attributes transform, Preprocessing plain) {
        if (transform.find("size").isPresent()) {
            checkMode(transform);
            Pair size = transform.pair("size");
            second = new SecondResize(
                    0,
                    0,
                    plain.width(),
                    plain.height(),
                    size.width(),
                    size.height(),
                    transform.truth("align_corners", false));
        }
    }

    private static SecondResize cropped(Attributes transform, Preprocessing plain) {
        checkMode(transform);
        List<Pickled> ratios = transform.list("ratio");
        double least = ratios.size() == 2 ? number(ratios.get(0)) : 3.0 / 4;
        double most = ratios.size() == 2 ? number(ratios.get(1)) : 4.0 / 3;
        int width = plain.width();
        int height = plain.height();
        double ratio = (double) width / height;
        int cutHeight = ratio < least ? (int) (width / least) : height;
        int cutWidth = ratio > most ? (int) (height * most) : width;
        double scale = transform.find("valid_scale").isPresent() ? transform.real("valid_scale") : 1;
        cutHeight = (int) (cutHeight * scale);
        cutWidth = (int) (cutWidth * scale);
        Pair size = transform.pair("size");
        return new SecondResize(
                (width - cutWidth) / 2,
                (height - cutHeight) / 2,
                cutWidth,
                cutHeight,
                size.width(),
                size.height(),
                true);
    }

    private static double number(Pickled value) {
        return value instanceof Pickled.Real real ? real.value() : Attributes.whole(value, "ratio");
    }

    private static void checkMode(Attributes transform) {
        if (!transform.text("mode").orElse("bilinear").equals("bilinear")) {
            throw unknown(transform);
        }
    }

    private List<Float> channels(Attributes transform, String name) throws IOException {
        Tensor tensor = tensors.tensor(
                transform.find(name).orElseThrow(() -> transform.missing(name)), transform.place() + "." + name);
        List<Float> values = new ArrayList<>();
        for (float value : tensor.toArray()) {
            values.add(value);
        }
        return values;
    }

    private static boolean isForTraining(Attributes transform) {
        return transform.type().startsWith(AUGMENT)
                && transform
                        .find("split_idx")
                        .filter(index -> index instanceof Pickled.Whole whole
                                && whole.value().signum() == 0)
                        .isPresent();
    }

    private static RefusedNetworkException unknown(Attributes transform) {
        return new RefusedNetworkException(
                "unknown-transform",
                "The model changes each image by " + (transform.type().isEmpty() ? "something" : transform.type())
                        + " (" + transform.place() + "), which is not known.");
    }
}
