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
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What fastai does to an image at validation (fastai/vision/augment.py, fastai/data/transforms.py), told from the pickled
 * transforms. One that is not known is refused, unless it is for training only.
 */
final class Transforms {

    private static final String AUGMENT = "fastai.vision.augment.";

    /** Batches are turned and warped at training only, but resized always; what they are joined to bears the first one's name. */
    private static final Set<String> AFFINE = Set.of(
            "AffineCoordTfm",
            "Flip",
            "DeterministicFlip",
            "Dihedral",
            "DeterministicDihedral",
            "Rotate",
            "Zoom",
            "Warp");

    /** Pillow's number of its bilinear filter. */
    private static final int BILINEAR = 2;

    private final Tensors tensors;
    private @Nullable Preprocessing plain;
    private @Nullable SecondResize second;
    private @Nullable Normalisation normalisation;
    private boolean floats;

    private Transforms(Tensors tensors) {
        this.tensors = tensors;
    }

    static Preprocessing read(Attributes loader, Tensors tensors) throws IOException {
        try {
            return new Transforms(tensors).read(loader);
        } catch (IllegalArgumentException e) {
            throw new RefusedNetworkException(
                    "unknown-transform", "What the model does to each image is not possible: " + e.getMessage());
        }
    }

    private Preprocessing read(Attributes loader) throws IOException {
        for (Pickled item : Learner.transforms(loader, "after_item")) {
            item(Attributes.of(item, "after_item"));
        }
        for (Pickled item : Learner.transforms(loader, "before_batch")) {
            throw unknown(Attributes.of(item, "before_batch"));
        }
        Preprocessing whole = plain;
        if (whole == null) {
            throw new RefusedNetworkException(
                    "no-resize",
                    "The export does not say to which size images are resized: it has no item_tfms=Resize(...).");
        }
        for (Pickled batch : Learner.transforms(loader, "after_batch")) {
            batch(Attributes.of(batch, "after_batch"), whole);
        }
        if (!floats) {
            throw new RefusedNetworkException(
                    "unknown-transform", "The model takes bytes: its batches have no IntToFloatTensor.");
        }
        return new Preprocessing(whole.width(), whole.height(), whole.resize(), whole.padding(), second, normalisation);
    }

    private void item(Attributes transform) {
        switch (transform.type()) {
            case AUGMENT + "Resize" -> {
                checkFirst(transform);
                plain = resized(transform);
            }
            case AUGMENT + "RandomResizedCrop" -> {
                checkFirst(transform);
                resizedAndCut(transform);
            }
            case AUGMENT + "RandomCrop", AUGMENT + "CropPad" -> cut(transform);
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

    private void checkFirst(Attributes transform) {
        if (plain != null) {
            throw new RefusedNetworkException("unknown-transform", "The model resizes each image twice.");
        }
        if (!transform.find("mode").map(Transforms::isBilinear).orElse(true)) {
            throw new RefusedNetworkException(
                    "unknown-transform",
                    "The model resizes images by another filter than the bilinear one (" + transform.place()
                            + ", resamples).");
        }
    }

    /** Pillow's filter as a number, or as an enum's value, which Python versions pickle by number or by name. */
    private static boolean isBilinear(Pickled mode) {
        if (mode instanceof Pickled.Made made) {
            List<Pickled> arguments = made.arguments();
            boolean byNumber = made.name().equals("PIL.Image.Resampling") && arguments.size() == 1;
            boolean byName = arguments.size() == 2
                    && arguments.get(0) instanceof Pickled.Global type
                    && type.name().equals("PIL.Image.Resampling")
                    && arguments.get(1) instanceof Pickled.Text name
                    && name.value().equals("BILINEAR");
            return byName || byNumber && isBilinear(arguments.get(0));
        }
        return mode instanceof Pickled.Whole whole && whole.value().equals(BigInteger.valueOf(BILINEAR));
    }

    /** fastai keeps width and height, in this order. */
    private static Size size(Attributes transform) {
        Pair size = transform.pair("size");
        return new Size(/* width= */ size.height(), /* height= */ size.width());
    }

    private record Size(int width, int height) {}

    private static Preprocessing resized(Attributes transform) {
        String method = transform.text("method").orElse("crop");
        String padding = transform.text("pad_mode").orElse("reflection");
        try {
            return plain(
                    size(transform),
                    Resize.valueOf(method.toUpperCase(Locale.ROOT)),
                    Padding.valueOf(padding.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw new RefusedNetworkException(
                    "unknown-transform",
                    "The model resizes images by the method " + method + ", padding " + padding
                            + ", which is not known.");
        }
    }

    private static Preprocessing plain(Size size, Resize method, Padding padding) {
        if (size.width() < 1
                || size.height() < 1
                || size.width() > Preprocessing.MAX_SIDE
                || size.height() > Preprocessing.MAX_SIDE) {
            throw new RefusedNetworkException(
                    "unknown-transform",
                    "The model resizes images to " + size.width() + " x " + size.height() + " px; sides may have 1 to "
                            + Preprocessing.MAX_SIDE + " px.");
        }
        return new Preprocessing(size.width(), size.height(), method, padding, null, null);
    }

    /** At validation the whole image is squished to somewhat more than the size, and the middle is cut out. */
    private void resizedAndCut(Attributes transform) {
        Size size = size(transform);
        double part = transform.find("val_xtra").isPresent() ? transform.real("val_xtra") : 0.14;
        double extra = Math.ceil(Math.max(size.width(), size.height()) * part / 8) * 8;
        if (!(extra >= 0 && extra <= Preprocessing.MAX_SIDE)) {
            throw unknown(transform);
        }
        plain = plain(
                new Size(size.width() + (int) extra, size.height() + (int) extra), Resize.SQUISH, Padding.REFLECTION);
        cut(transform);
    }

    private void cut(Attributes transform) {
        Preprocessing whole = plain;
        Size size = size(transform);
        if (whole == null
                || second != null
                || size.width() < 1
                || size.height() < 1
                || size.width() > whole.width()
                || size.height() > whole.height()) {
            throw unknown(transform);
        }
        second = new SecondResize(
                (whole.width() - size.width()) / 2,
                (whole.height() - size.height()) / 2,
                size.width(),
                size.height(),
                size.width(),
                size.height(),
                true);
    }

    private void batch(Attributes transform, Preprocessing whole) throws IOException {
        switch (transform.type()) {
            case "fastai.data.transforms.IntToFloatTensor" -> {
                if (transform.find("div").isPresent() && transform.real("div") != 255) {
                    throw unknown(transform);
                }
                floats = true;
            }
            case "fastai.data.transforms.Normalize" ->
                normalisation = new Normalisation(channels(transform, "mean"), channels(transform, "std"));
            case AUGMENT + "RandomResizedCropGPU" -> second = cropped(transform, area(transform, whole));
            default -> {
                if (isAffine(transform)) {
                    affine(transform, whole);
                } else if (!isForTraining(transform)) {
                    throw unknown(transform);
                }
            }
        }
    }

    private static boolean isAffine(Attributes transform) {
        return transform.type().startsWith(AUGMENT)
                && AFFINE.contains(transform.type().substring(AUGMENT.length()));
    }

    /** The part of the picture that batches have before their own resize. */
    private SecondResize area(Attributes transform, Preprocessing whole) {
        SecondResize before = second;
        if (before == null) {
            return new SecondResize(0, 0, whole.width(), whole.height(), whole.width(), whole.height(), true);
        }
        if (!before.copies()) {
            throw new RefusedNetworkException(
                    "unknown-transform", "The model resizes each batch twice (" + transform.place() + ").");
        }
        return before;
    }

    private void affine(Attributes transform, Preprocessing whole) {
        if (transform.find("size").isPresent()) {
            checkMode(transform);
            Pair size = transform.pair("size");
            SecondResize area = area(transform, whole);
            second = new SecondResize(
                    area.left(),
                    area.top(),
                    area.cutWidth(),
                    area.cutHeight(),
                    size.width(),
                    size.height(),
                    transform.truth("align_corners", false));
        }
    }

    private static SecondResize cropped(Attributes transform, SecondResize area) {
        checkMode(transform);
        List<Pickled> ratios = transform.list("ratio");
        double least = ratios.size() == 2 ? number(ratios.get(0)) : 3.0 / 4;
        double most = ratios.size() == 2 ? number(ratios.get(1)) : 4.0 / 3;
        int width = area.cutWidth();
        int height = area.cutHeight();
        double ratio = (double) width / height;
        int cutHeight = ratio < least ? (int) (width / least) : height;
        int cutWidth = ratio > most ? (int) (height * most) : width;
        double scale = transform.find("valid_scale").isPresent() ? transform.real("valid_scale") : 1;
        cutHeight = (int) (cutHeight * scale);
        cutWidth = (int) (cutWidth * scale);
        Pair size = transform.pair("size");
        return new SecondResize(
                area.left() + (width - cutWidth) / 2,
                area.top() + (height - cutHeight) / 2,
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
