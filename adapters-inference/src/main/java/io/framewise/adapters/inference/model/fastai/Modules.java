package io.framewise.adapters.inference.model.fastai;

import io.framewise.adapters.inference.model.RefusedNetworkException;
import io.framewise.adapters.inference.model.graph.NetworkGraph;
import io.framewise.adapters.inference.model.graph.Operation;
import io.framewise.adapters.inference.model.graph.Operation.Pair;
import io.framewise.adapters.inference.model.graph.Tensor;
import io.framewise.adapters.inference.model.pickle.Pickled;
import io.framewise.adapters.inference.model.pickle.Tensors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds a network anew from pickled modules of torch.nn, torchvision and fastai. What a module does is known from its
 * class; one of any other class is refused.
 */
final class Modules {

    private static final int MAX_DEPTH = 32;
    private static final int MAX_MODULES = 10_000;
    private static final String NN = "torch.nn.modules.";
    private static final String RESNET = "torchvision.models.resnet.";

    private final Tensors tensors;
    private final NetworkGraph.Builder graph = new NetworkGraph.Builder();
    private final List<String> blocks = new ArrayList<>();
    private int depth;
    private int met;

    Modules(Tensors tensors) {
        this.tensors = tensors;
    }

    NetworkGraph graph() {
        return graph.build();
    }

    /** Residual blocks that were met, by the last part of their class's name. */
    List<String> blocks() {
        return blocks;
    }

    /** Adds a module, with all that is in it, behind the newest node. */
    void add(Attributes module) throws IOException {
        // A module may stand in several places, even in itself; each time counts.
        if (++depth > MAX_DEPTH || ++met > MAX_MODULES) {
            throw new RefusedNetworkException(
                    "network-too-large", "The network is too deep or too large at " + module.place() + ".");
        }
        checkHooks(module);
        switch (module.type()) {
            case NN + "container.Sequential", "fastai.layers.LinBnDrop", "fastai.layers.ConvLayer" -> children(module);
            case NN + "conv.Conv2d" -> convolution(module);
            case NN + "batchnorm.BatchNorm2d", NN + "batchnorm.BatchNorm1d" -> batchNorm(module);
            case NN + "activation.ReLU" -> then(module, new Operation.Relu());
            case NN + "dropout.Dropout", NN + "dropout.Dropout2d", NN + "linear.Identity" -> {
                // Does nothing at inference.
            }
            case NN + "pooling.MaxPool2d" -> maxPool(module);
            case NN + "pooling.AvgPool2d" -> averagePool(module);
            case NN + "pooling.AdaptiveAvgPool2d" ->
                then(module, new Operation.AdaptiveAveragePool(module.pair("output_size")));
            case NN + "pooling.AdaptiveMaxPool2d" ->
                then(module, new Operation.AdaptiveMaxPool(module.pair("output_size")));
            case "fastai.layers.AdaptiveConcatPool2d" -> concatPool(module);
            case NN + "flatten.Flatten", "fastai.layers.Flatten" -> flatten(module);
            case NN + "linear.Linear" ->
                then(module, new Operation.Linear(parameter(module, "weight"), optional(module, "bias")));
            case RESNET + "BasicBlock" -> block(module, "conv1", "bn1", "relu", "conv2", "bn2");
            case RESNET + "Bottleneck" -> block(module, "conv1", "bn1", "relu", "conv2", "bn2", "relu", "conv3", "bn3");
            default -> throw unknown(module);
        }
        depth--;
    }

    private static void checkHooks(Attributes module) {
        if (!module.entries("_forward_hooks").isEmpty()
                || !module.entries("_forward_pre_hooks").isEmpty()
                || module.find("forward").isPresent()) {
            throw new RefusedNetworkException(
                    "unknown-module",
                    "The module " + module.place()
                            + " has hooks or a forward of its own, code that is not executed. Remove them.");
        }
    }

    private static RefusedNetworkException unknown(Attributes module) {
        String type = module.type().isEmpty() ? "something that is no class" : module.type();
        if (type.startsWith("timm.") || type.contains("TimmBody")) {
            return new RefusedNetworkException(
                    "unknown-module",
                    "The module " + module.place() + " is a " + type
                            + ": networks of timm are not taken as fastai exports. Export it as ONNX.");
        }
        if (type.startsWith("fastai.vision.models.unet")) {
            return new RefusedNetworkException(
                    "segmentation-model",
                    "This model answers for every pixel (" + type + " at " + module.place()
                            + "); a classification model answers for the image.");
        }
        return new RefusedNetworkException(
                "unknown-module",
                "The module " + module.place() + " is a " + type + ", which is not known. Export the network as ONNX.");
    }

    private void then(Attributes module, Operation operation) {
        graph.then(module.place(), operation);
    }

    private void children(Attributes module) throws IOException {
        for (Pickled.Table.Entry entry : module.entries("_modules")) {
            String name = entry.key() instanceof Pickled.Text text ? text.value() : "?";
            add(Attributes.of(entry.value(), module.place() + "." + name));
        }
    }

    private void child(Attributes module, String name) throws IOException {
        add(Attributes.of(
                module.entry("_modules", name).orElseThrow(() -> module.missing(name)), module.place() + "." + name));
    }

    private void convolution(Attributes module) throws IOException {
        String padding = module.text("padding_mode").orElse("zeros");
        if (!padding.equals("zeros") || module.text("padding").isPresent() && isText(module, "padding")) {
            throw new RefusedNetworkException(
                    "unknown-module", "The convolution " + module.place() + " is padded in a way that is not known.");
        }
        then(
                module,
                new Operation.Convolution(
                        parameter(module, "weight"),
                        optional(module, "bias"),
                        module.pair("stride"),
                        module.pair("padding"),
                        module.pair("dilation"),
                        module.whole("groups")));
    }

    private static boolean isText(Attributes module, String name) {
        return module.find(name).filter(Pickled.Text.class::isInstance).isPresent();
    }

    private void batchNorm(Attributes module) throws IOException {
        then(
                module,
                new Operation.BatchNorm(
                        parameter(module, "weight"),
                        parameter(module, "bias"),
                        buffer(module, "running_mean"),
                        buffer(module, "running_var"),
                        (float) module.real("eps")));
    }

    private void maxPool(Attributes module) {
        if (module.truth("return_indices", false)) {
            throw unknown(module);
        }
        Pair kernel = module.pair("kernel_size");
        Pair stride = module.find("stride").isPresent() ? module.pair("stride") : kernel;
        then(
                module,
                new Operation.MaxPool(
                        kernel,
                        stride,
                        module.pair("padding"),
                        module.pair("dilation"),
                        module.truth("ceil_mode", false)));
    }

    private void averagePool(Attributes module) {
        if (module.find("divisor_override").isPresent()) {
            throw unknown(module);
        }
        Pair kernel = module.pair("kernel_size");
        Pair stride = module.find("stride").isPresent() ? module.pair("stride") : kernel;
        then(
                module,
                new Operation.AveragePool(
                        kernel,
                        stride,
                        module.pair("padding"),
                        module.truth("ceil_mode", false),
                        module.truth("count_include_pad", true)));
    }

    /** The greatest values first, then the averages (fastai/layers.py). */
    private void concatPool(Attributes module) throws IOException {
        int input = graph.current();
        child(module, "mp");
        int greatest = graph.current();
        Attributes average = Attributes.of(
                module.entry("_modules", "ap").orElseThrow(() -> module.missing("ap")), module.place() + ".ap");
        int averages =
                graph.add(average.place(), new Operation.AdaptiveAveragePool(average.pair("output_size")), input);
        graph.add(module.place(), new Operation.Concat(), greatest, averages);
    }

    private void flatten(Attributes module) {
        boolean whole = module.truth("full", false);
        boolean usual = module.find("start_dim")
                        .map(d -> Attributes.whole(d, module.place()) == 1)
                        .orElse(true)
                && module.find("end_dim")
                        .map(d -> Attributes.whole(d, module.place()) == -1)
                        .orElse(true);
        if (whole || !usual) {
            throw unknown(module);
        }
        then(module, new Operation.Flatten());
    }

    private void block(Attributes module, String... path) throws IOException {
        int input = graph.current();
        for (String name : path) {
            child(module, name);
        }
        if (!module.entry("_modules", "relu")
                .filter(relu -> relu instanceof Pickled.Made made && made.name().equals(NN + "activation.ReLU"))
                .isPresent()) {
            throw unknown(Attributes.of(
                    module.entry("_modules", "relu").orElseThrow(() -> module.missing("relu")),
                    module.place() + ".relu"));
        }
        int main = graph.current();
        int shortcut = input;
        if (module.entry("_modules", "downsample").isPresent()) {
            shortcut = aside(module, input);
        }
        graph.add(module.place(), new Operation.Add(), main, shortcut);
        then(module, new Operation.Relu());
        blocks.add(module.type().substring(RESNET.length()));
    }

    /** The convolution and the batch norm beside a block. */
    private int aside(Attributes module, int input) throws IOException {
        graph.branch(input);
        child(module, "downsample");
        return graph.current();
    }

    private Tensor parameter(Attributes module, String name) throws IOException {
        Pickled value = module.entry("_parameters", name).orElseThrow(() -> module.missing(name));
        return tensors.tensor(value, module.place() + "." + name);
    }

    private @Nullable Tensor optional(Attributes module, String name) throws IOException {
        return module.entry("_parameters", name).isPresent() ? parameter(module, name) : null;
    }

    private Tensor buffer(Attributes module, String name) throws IOException {
        Pickled value = module.entry("_buffers", name).orElseThrow(() -> module.missing(name));
        return tensors.tensor(value, module.place() + "." + name);
    }
}
