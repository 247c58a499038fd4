package io.framewise.adapters.inference.model.fastai;

import io.framewise.adapters.inference.model.RefusedNetworkException;
import io.framewise.adapters.inference.model.pickle.Pickled;
import io.framewise.adapters.inference.model.pickle.Tensors;
import io.framewise.domain.model.Preprocessing;
import java.io.IOException;

/**
 * What fastai does to an image at validation (fastai/vision/augment.py, fastai/data/transforms.py), told from the pickled
 * transforms. One that is not known is refused, unless it is for training only.
 */
final class Transforms {

    static final String AUGMENT = "fastai.vision.augment.";

    private Transforms() {}

    static Preprocessing read(Attributes loader, Tensors tensors) throws IOException {
        try {
            ItemTransforms items = new ItemTransforms();
            for (Pickled item : Learner.transforms(loader, "after_item")) {
                items.add(Attributes.of(item, "after_item"));
            }
            for (Pickled item : Learner.transforms(loader, "before_batch")) {
                throw unknown(Attributes.of(item, "before_batch"));
            }
            BatchTransforms batches = new BatchTransforms(tensors, items);
            for (Pickled batch : Learner.transforms(loader, "after_batch")) {
                batches.add(Attributes.of(batch, "after_batch"));
            }
            return batches.preprocessing();
        } catch (IllegalArgumentException e) {
            throw new RefusedNetworkException(
                    "unknown-transform", "What the model does to each image is not possible: " + e.getMessage());
        }
    }

    static boolean isForTraining(Attributes transform) {
        return transform.type().startsWith(AUGMENT)
                && transform
                        .find("split_idx")
                        .filter(index -> index instanceof Pickled.Whole whole
                                && whole.value().signum() == 0)
                        .isPresent();
    }

    static RefusedNetworkException unknown(Attributes transform) {
        return new RefusedNetworkException(
                "unknown-transform",
                "The model changes each image by " + (transform.type().isEmpty() ? "something" : transform.type())
                        + " (" + transform.place() + "), which is not known.");
    }
}
