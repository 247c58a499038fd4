package io.framewise.adapters.inference.model.fastai;

import io.framewise.adapters.inference.model.RefusedNetworkException;
import io.framewise.adapters.inference.model.pickle.Pickled;
import io.framewise.domain.model.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A pickled {@code fastai.learner.Learner}: its loss function and its class names. */
record Learner(Attributes learner) {

    private static final Set<String> SINGLE_LABEL = Set.of(
            "fastai.losses.CrossEntropyLossFlat",
            "fastai.losses.LabelSmoothingCrossEntropy",
            "fastai.losses.LabelSmoothingCrossEntropyFlat",
            "fastai.losses.FocalLossFlat",
            "fastai.losses.FocalLoss",
            "torch.nn.modules.loss.CrossEntropyLoss",
            // Before fastai 2.1.
            "fastai.layers.CrossEntropyLossFlat",
            "fastai.layers.LabelSmoothingCrossEntropy",
            "fastai.layers.LabelSmoothingCrossEntropyFlat");
    private static final Set<String> SEVERAL_LABELS =
            Set.of("BCEWithLogitsLossFlat", "BCELossFlat", "BCEWithLogitsLoss", "BCELoss", "MultiLabelSoftMarginLoss");

    static Learner of(Pickled root) {
        if (root instanceof Pickled.Made made) {
            if (made.name().startsWith("fastai.basic_train.")) {
                throw new RefusedNetworkException(
                        "fastai-1", "This is an export of fastai 1. Export the network with fastai 2.5 or newer.");
            }
            if (made.name().startsWith("fastai.") && made.attribute("model").isPresent()) {
                return new Learner(new Attributes(made, "learner"));
            }
        }
        if (root instanceof Pickled.Table
                || root instanceof Pickled.Made made && made.name().endsWith("OrderedDict")) {
            throw new RefusedNetworkException("not-a-learner", "This file holds weights only, no fastai learner.");
        }
        throw new RefusedNetworkException(
                "not-a-learner", "This pickle holds no fastai learner; save it with learn.export().");
    }

    Attributes model() {
        Attributes found = learner.object("model");
        return new Attributes(found.object(), "model");
    }

    /** What {@code get_preds} does to the outputs. */
    Activation activation() {
        Attributes loss = learner.object("loss_func");
        // fastai's BCELossFlat and its like are functions: what they give says in func what it is.
        String type = loss.type().equals("fastai.losses.BaseLoss")
                ? loss.find("func")
                        .map(func -> Attributes.of(func, "loss_func.func").type())
                        .orElse("")
                : loss.type();
        String last = type.substring(type.lastIndexOf('.') + 1);
        if (SEVERAL_LABELS.contains(last)) {
            throw new RefusedNetworkException(
                    "multi-label-model",
                    "This model answers several classes per image (" + last + "); a classification model answers one.");
        }
        if (!SINGLE_LABEL.contains(type)) {
            throw new RefusedNetworkException(
                    "unknown-loss",
                    "The model was trained with the loss function " + (type.isEmpty() ? "?" : type)
                            + ", which does not tell that it answers one class per image.");
        }
        boolean pixels = loss.find("axis").isPresent() && loss.whole("axis") == 1;
        if (pixels) {
            throw new RefusedNetworkException(
                    "segmentation-model",
                    "This model answers for every pixel; a classification model answers for the image.");
        }
        return Activation.SOFTMAX;
    }

    /** The loader whose transforms are those of inference: that of validation. */
    Attributes loader() {
        List<Pickled> loaders = learner.object("dls").list("loaders");
        if (loaders.isEmpty()) {
            throw learner.missing("dls.loaders");
        }
        int index = Math.min(1, loaders.size() - 1);
        return Attributes.of(loaders.get(index), "dls." + (index == 0 ? "train" : "valid"));
    }

    /** Class names in the order of the outputs. */
    List<String> vocabulary() {
        List<Pickled> targets = loader().object("dataset").list("tls");
        // Inputs first, the target last.
        if (targets.size() > 1) {
            checkImages(Attributes.of(targets.get(0), "dls.dataset"));
        }
        Attributes categorize = null;
        for (Pickled target : targets) {
            for (Pickled transform : transforms(Attributes.of(target, "dls.dataset"), "tfms")) {
                if (transform instanceof Pickled.Made made) {
                    switch (made.name()) {
                        case "fastai.data.transforms.Categorize" -> categorize = Attributes.of(made, "dls.vocab");
                        case "fastai.data.transforms.MultiCategorize",
                                "fastai.data.transforms.EncodedMultiCategorize" ->
                            throw new RefusedNetworkException(
                                    "multi-label-model",
                                    "This model answers several classes per image; a classification model answers one.");
                        default -> {
                            // Reads images or finds labels; nothing of that is done here.
                        }
                    }
                }
            }
        }
        if (categorize == null) {
            throw new RefusedNetworkException(
                    "no-vocabulary", "The export has no class names: its targets are no categories (CategoryBlock).");
        }
        return names(categorize.find("vocab").orElseThrow(() -> learner.missing("dls.vocab")));
    }

    /** Images are opened in colour, and nothing is done to them before {@code item_tfms}. */
    private static void checkImages(Attributes images) {
        for (Pickled transform : transforms(images, "tfms")) {
            String type = transform instanceof Pickled.Made made ? made.name() : "";
            if (type.startsWith("fastai.vision.augment.") || type.equals("fastai.data.transforms.ToTensor")) {
                throw new RefusedNetworkException(
                        "unknown-transform", "The model changes each image by " + type + " (dls.dataset.tfms).");
            }
            for (String grey : List.of("PILImageBW", "PILMask")) {
                if (Attributes.mentions(transform, "fastai.vision.core." + grey)) {
                    throw new RefusedNetworkException(
                            "unknown-transform",
                            "The model opens images as " + grey + "; images in colour (PILImage) are taken.");
                }
            }
        }
    }

    static List<Pickled> transforms(Attributes owner, String pipeline) {
        Optional<Pickled> found = owner.find(pipeline);
        return found.isEmpty()
                ? List.of()
                : Attributes.of(found.get(), owner.place() + "." + pipeline).list("fs");
    }

    private static List<String> names(Pickled vocabulary) {
        List<String> names = new ArrayList<>();
        for (Pickled name : Attributes.elements(vocabulary)) {
            if (name instanceof Pickled.Text text) {
                names.add(text.value());
            } else if (name instanceof Pickled.Whole whole) {
                names.add(whole.value().toString());
            } else if (name instanceof Pickled.Truth truth) {
                names.add(truth.value() ? "True" : "False");
            } else {
                throw new RefusedNetworkException(
                        "no-vocabulary", "The class name " + names.size() + " of the export is no text.");
            }
        }
        return names;
    }
}
