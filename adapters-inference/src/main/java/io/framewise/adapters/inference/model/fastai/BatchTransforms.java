package io.framewise.adapters.inference.model.fastai;

import io.framewise.adapters.inference.model.RefusedNetworkException;
import io.framewise.adapters.inference.model.graph.Operation.Pair;
import io.framewise.adapters.inference.model.graph.Tensor;
import io.framewise.adapters.inference.model.pickle.Pickled;
import io.framewise.adapters.inference.model.pickle.Tensors;
import io.framewise.domain.model.Preprocessing;
import io.framewise.domain.model.Preprocessing.Normalisation;
import io.framewise.domain.model.Preprocessing.SecondResize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is done to batches ({@code batch_tfms}): they become numbers, are perhaps resized once more, and normalised. */
final class BatchTransforms {

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

    private final Tensors tensors;
    private final Preprocessing images;
    private @Nullable SecondResize second;
    private @Nullable Normalisation normalisation;
    private boolean floats;

    BatchTransforms(Tensors tensors, ItemTransforms items) {
        this.tensors = tensors;
        this.images = items.resize();
        this.second = items.middle().orElse(null);
    }

    /** All of it, with what was done to the images. */
    Preprocessing preprocessing() {
        if (!floats) {
            throw new RefusedNetworkException(
                    "unknown-transform", "The model takes bytes: its batches have no IntToFloatTensor.");
        }
        return new Preprocessing(
                images.width(), images.height(), images.resize(), images.padding(), second, normalisation);
    }

    void add(Attributes transform) throws IOException {
        switch (transform.type()) {
            case "fastai.data.transforms.IntToFloatTensor" -> {
                if (transform.find("div").isPresent() && transform.real("div") != 255) {
                    throw Transforms.unknown(transform);
                }
                floats = true;
            }
            case "fastai.data.transforms.Normalize" ->
                normalisation = new Normalisation(channels(transform, "mean"), channels(transform, "std"));
            case Transforms.AUGMENT + "RandomResizedCropGPU" -> second = cropped(transform, area(transform));
            default -> {
                if (isAffine(transform)) {
                    affine(transform);
                } else if (!Transforms.isForTraining(transform)) {
                    throw Transforms.unknown(transform);
                }
            }
        }
    }

    private static boolean isAffine(Attributes transform) {
        return transform.type().startsWith(Transforms.AUGMENT)
                && AFFINE.contains(transform.type().substring(Transforms.AUGMENT.length()));
    }

    /** The part of the picture that batches have before their own resize. */
    private SecondResize area(Attributes transform) {
        SecondResize before = second;
        if (before == null) {
            return new SecondResize(0, 0, images.width(), images.height(), images.width(), images.height(), true);
        }
        if (!before.copies()) {
            throw new RefusedNetworkException(
                    "unknown-transform", "The model resizes each batch twice (" + transform.place() + ").");
        }
        return before;
    }

    private void affine(Attributes transform) {
        if (transform.find("size").isPresent()) {
            checkMode(transform);
            Pair size = transform.pair("size");
            SecondResize area = area(transform);
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
            throw Transforms.unknown(transform);
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
}
