package io.framewise.adapters.inference.model;

import io.framewise.adapters.inference.model.graph.Tensor;
import io.framewise.domain.model.Architecture;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** State dicts of torchvision's networks, a few channels wide, with random values. */
public final class NarrowWeights {

    public static final int OUTPUTS = 5;

    private static final int HIDDEN = 12;
    private static final Map<String, List<Integer>> BLOCKS = Map.of(
            "resnet18", List.of(2, 2, 2, 2),
            "resnet34", List.of(3, 4, 6, 3),
            "resnet50", List.of(3, 4, 6, 3),
            "resnet101", List.of(3, 4, 23, 3),
            "resnet152", List.of(3, 8, 36, 3),
            "vgg11", List.of(1, 1, 2, 2, 2),
            "vgg13", List.of(2, 2, 2, 2, 2),
            "vgg16", List.of(2, 2, 3, 3, 3),
            "vgg19", List.of(2, 2, 4, 4, 4));

    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final Random random = new Random(7);

    private NarrowWeights() {}

    public static Map<String, Tensor> of(Architecture architecture) {
        NarrowWeights weights = new NarrowWeights();
        String name = architecture.value();
        List<Integer> blocks = BLOCKS.get(name.replace("_bn", ""));
        if (name.startsWith("resnet")) {
            weights.resnet(blocks, !name.equals("resnet18") && !name.equals("resnet34"));
        } else {
            weights.vgg(blocks, name.endsWith("_bn"));
        }
        return weights.tensors;
    }

    private void resnet(List<Integer> blocks, boolean deep) {
        convolution("conv1", 4, 3, 7, false);
        norm("bn1", 4);
        int channels = 4;
        for (int stage = 0; stage < 4; stage++) {
            int width = 2 << (stage + 1);
            int out = deep ? width * 4 : width;
            for (int block = 0; block < blocks.get(stage); block++) {
                String name = "layer" + (stage + 1) + "." + block;
                convolution(name + ".conv1", width, channels, deep ? 1 : 3, false);
                norm(name + ".bn1", width);
                convolution(name + ".conv2", width, width, 3, false);
                norm(name + ".bn2", width);
                if (deep) {
                    convolution(name + ".conv3", out, width, 1, false);
                    norm(name + ".bn3", out);
                }
                if (channels != out) {
                    convolution(name + ".downsample.0", out, channels, 1, false);
                    norm(name + ".downsample.1", out);
                }
                channels = out;
            }
        }
        linear("fc", OUTPUTS, channels);
    }

    private void vgg(List<Integer> stages, boolean normalised) {
        int index = 0;
        int channels = 3;
        for (int stage = 0; stage < 5; stage++) {
            int width = 3 + stage;
            for (int i = 0; i < stages.get(stage); i++) {
                convolution("features." + index, width, channels, 3, true);
                if (normalised) {
                    norm("features." + (index + 1), width);
                }
                index += normalised ? 3 : 2;
                channels = width;
            }
            index++;
        }
        linear("classifier.0", HIDDEN, channels * 49);
        linear("classifier.3", HIDDEN, HIDDEN);
        linear("classifier.6", OUTPUTS, HIDDEN);
    }

    private void convolution(String name, int outputs, int inputs, int kernel, boolean bias) {
        // Keeps the spread of the values from layer to layer (He et al. 2015).
        double scale = Math.sqrt(2.0 / (inputs * kernel * kernel));
        random(name + ".weight", 0, scale, outputs, inputs, kernel, kernel);
        if (bias) {
            random(name + ".bias", 0, 0.1, outputs);
        }
    }

    private void norm(String name, int channels) {
        random(name + ".weight", 1, 0.1, channels);
        random(name + ".bias", 0, 0.1, channels);
        random(name + ".running_mean", 0, 0.1, channels);
        random(name + ".running_var", 1, 0.1, channels);
    }

    private void linear(String name, int outputs, int inputs) {
        random(name + ".weight", 0, Math.sqrt(2.0 / inputs), outputs, inputs);
        random(name + ".bias", 0, 0.1, outputs);
    }

    private void random(String name, double middle, double spread, Integer... shape) {
        int size = 1;
        for (int side : shape) {
            size *= side;
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (middle + spread * random.nextGaussian());
        }
        tensors.put(name, Tensor.of(new ArrayList<>(List.of(shape)), values));
    }
}
