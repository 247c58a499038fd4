package io.framewise.adapters.inference.model.fastai;

import io.framewise.adapters.inference.model.RefusedNetworkException;
import io.framewise.adapters.inference.model.graph.Operation.Pair;
import io.framewise.adapters.inference.model.pickle.Pickled;
import io.framewise.domain.model.Preprocessing;
import io.framewise.domain.model.Preprocessing.Padding;
import io.framewise.domain.model.Preprocessing.Resize;
import io.framewise.domain.model.Preprocessing.SecondResize;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is done to each image before batches are made ({@code item_tfms}): it is resized, and perhaps its middle cut out. */
final class ItemTransforms {

    /** Pillow's number of its bilinear filter. */
    private static final int BILINEAR = 2;

    private @Nullable Preprocessing plain;
    private @Nullable SecondResize middle;

    /** The resize alone. */
    Preprocessing resize() {
        Preprocessing found = plain;
        if (found == null) {
            throw new RefusedNetworkException(
                    "no-resize",
                    "The export does not say to which size images are resized: it has no item_tfms=Resize(...).");
        }
        return found;
    }

    /** What is cut out of the resized image, unless it is the whole of it. */
    Optional<SecondResize> middle() {
        return Optional.ofNullable(middle);
    }

    void add(Attributes transform) {
        switch (transform.type()) {
            case Transforms.AUGMENT + "Resize" -> {
                checkFirst(transform);
                plain = resized(transform);
            }
            case Transforms.AUGMENT + "RandomResizedCrop" -> {
                checkFirst(transform);
                resizedAndCut(transform);
            }
            case Transforms.AUGMENT + "RandomCrop", Transforms.AUGMENT + "CropPad" -> cut(transform);
            case "fastai.data.transforms.ToTensor" -> {
                // Bytes stay bytes.
            }
            default -> {
                if (!Transforms.isForTraining(transform)) {
                    throw Transforms.unknown(transform);
                }
            }
        }
    }

    private void checkFirst(Attributes transform) {
        if (plain != null) {
            throw new RefusedNetworkException("unknown-transform", "The model resizes each image twice.");
        }
        if (!transform.find("mode").map(ItemTransforms::isBilinear).orElse(true)) {
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
            throw Transforms.unknown(transform);
        }
        plain = plain(
                new Size(size.width() + (int) extra, size.height() + (int) extra), Resize.SQUISH, Padding.REFLECTION);
        cut(transform);
    }

    private void cut(Attributes transform) {
        Preprocessing whole = plain;
        Size size = size(transform);
        if (whole == null
                || middle != null
                || size.width() < 1
                || size.height() < 1
                || size.width() > whole.width()
                || size.height() > whole.height()) {
            throw Transforms.unknown(transform);
        }
        middle = new SecondResize(
                (whole.width() - size.width()) / 2,
                (whole.height() - size.height()) / 2,
                size.width(),
                size.height(),
                size.width(),
                size.height(),
                true);
    }
}
