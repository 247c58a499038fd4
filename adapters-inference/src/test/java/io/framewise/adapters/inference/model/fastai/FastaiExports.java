package io.framewise.adapters.inference.model.fastai;

import io.framewise.adapters.inference.model.PickleBytes.Instance;
import io.framewise.adapters.inference.model.graph.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Learners as {@code learn.export()} pickles them, as far as anybody looks at them. */
public final class FastaiExports {

    static final String NN = "torch.nn.modules.";
    static final String FLOATS = "fastai.data.transforms.IntToFloatTensor";

    private Object model = smallNetwork();
    private Object images = instance("fastai.vision.core.PILBase.create");
    private String loss = "fastai.losses.CrossEntropyLossFlat";
    private String target = "fastai.data.transforms.Categorize";
    private List<?> vocabulary = List.of("cat", "dog");
    private List<?> itemTransforms = List.of(resize(32, 24, "crop"), instance("fastai.data.transforms.ToTensor"));
    private List<?> batchTransforms = List.of(instance(FLOATS));
    private String type = "fastai.learner.Learner";

    /** A learner that is taken; {@code with…} makes others of it. */
    public static FastaiExports aLearner() {
        return new FastaiExports();
    }

    public FastaiExports withModel(Object other) {
        model = other;
        return this;
    }

    FastaiExports withImages(Object other) {
        images = other;
        return this;
    }

    FastaiExports withLoss(String other) {
        loss = other;
        return this;
    }

    FastaiExports withTarget(String other) {
        target = other;
        return this;
    }

    FastaiExports withVocabulary(List<?> other) {
        vocabulary = other;
        return this;
    }

    FastaiExports withItemTransforms(Object... others) {
        itemTransforms = List.of(others);
        return this;
    }

    FastaiExports withBatchTransforms(Object... others) {
        batchTransforms = List.of(others);
        return this;
    }

    FastaiExports withType(String other) {
        type = other;
        return this;
    }

    public Instance export() {
        Instance targets = new Instance(
                "fastai.data.core.TfmdLists",
                Map.of("tfms", pipeline(List.of(new Instance(target, Map.of("vocab", vocabulary))))));
        Instance inputs = new Instance("fastai.data.core.TfmdLists", Map.of("tfms", pipeline(List.of(images))));
        Instance loader = new Instance(
                "fastai.data.core.TfmdDL",
                Map.of(
                        "dataset", new Instance("fastai.data.core.Datasets", Map.of("tls", List.of(inputs, targets))),
                        "after_item", pipeline(itemTransforms),
                        "before_batch", pipeline(List.of()),
                        "after_batch", pipeline(batchTransforms)));
        return new Instance(
                type,
                Map.of(
                        "model", model,
                        "loss_func", new Instance(loss, Map.of("axis", -1)),
                        "dls",
                                new Instance(
                                        "fastai.data.core.DataLoaders", Map.of("loaders", List.of(loader, loader)))));
    }

    private static Instance pipeline(List<?> transforms) {
        return new Instance("fasttransform.transform.Pipeline", Map.of("fs", transforms));
    }

    static Instance instance(String type) {
        return new Instance(type, Map.of("order", 5));
    }

    static Instance resize(int width, int height, String method) {
        return new Instance(
                "fastai.vision.augment.Resize",
                Map.of("size", List.of(width, height), "method", method, "pad_mode", "reflection"));
    }

    /** @param children modules by name, alternating */
    static Instance sequential(Object... children) {
        return module("container.Sequential", Map.of(), modules(children));
    }

    private static Map<String, Object> modules(Object... children) {
        Map<String, Object> modules = new LinkedHashMap<>();
        for (int i = 0; i < children.length; i += 2) {
            modules.put((String) children[i], children[i + 1]);
        }
        return modules;
    }

    static Instance module(String type, Map<String, ?> attributes, Map<String, ?> modules) {
        Map<String, Object> state = new LinkedHashMap<>(attributes);
        state.putIfAbsent("_parameters", Map.of());
        state.putIfAbsent("_buffers", Map.of());
        state.put("_modules", modules);
        return new Instance(type.startsWith("fastai") || type.startsWith("my") ? type : NN + type, state);
    }

    static Instance convolution(int outputs, int inputs) {
        float[] values = new float[outputs * inputs * 9];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i * 7 % 11 - 5) / 20f;
        }
        return module(
                "conv.Conv2d",
                Map.of(
                        "_parameters", Map.of("weight", Tensor.of(List.of(outputs, inputs, 3, 3), values)),
                        "stride", List.of(2, 2),
                        "padding", List.of(1, 1),
                        "dilation", List.of(1, 1),
                        "groups", 1,
                        "padding_mode", "zeros"),
                Map.of());
    }

    static Instance norm(String type, int channels) {
        float[] ones = new float[channels];
        java.util.Arrays.fill(ones, 1.5f);
        Tensor values = Tensor.of(List.of(channels), ones);
        return module(
                "batchnorm." + type,
                Map.of(
                        "_parameters", Map.of("weight", values, "bias", values),
                        "_buffers", Map.of("running_mean", values, "running_var", values),
                        "eps", 1e-5),
                Map.of());
    }

    static Instance linear(int outputs, int inputs) {
        float[] values = new float[outputs * inputs];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i * 5 % 7 - 3) / 10f;
        }
        return module(
                "linear.Linear",
                Map.of("_parameters", Map.of("weight", Tensor.of(List.of(outputs, inputs), values))),
                Map.of());
    }

    static Instance simple(String type) {
        return module(type, Map.of(), Map.of());
    }

    /** A body of one convolution and fastai's head. */
    static Instance smallNetwork() {
        Instance pool = module(
                "fastai.layers.AdaptiveConcatPool2d",
                Map.of(),
                modules(
                        "ap", module("pooling.AdaptiveAvgPool2d", Map.of("output_size", 1), Map.of()),
                        "mp", module("pooling.AdaptiveMaxPool2d", Map.of("output_size", 1), Map.of())));
        Instance head = sequential(
                "0", pool,
                "1", simple("fastai.layers.Flatten"),
                "2", norm("BatchNorm1d", 8),
                "3", simple("dropout.Dropout"),
                "4", linear(6, 8),
                "5", simple("activation.ReLU"),
                "6", norm("BatchNorm1d", 6),
                "7", simple("dropout.Dropout"),
                "8", linear(2, 6));
        Instance body = sequential("0", convolution(4, 3), "1", norm("BatchNorm2d", 4), "2", simple("activation.ReLU"));
        return sequential("0", body, "1", head);
    }
}
