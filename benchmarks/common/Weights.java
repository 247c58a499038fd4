package io.framewise.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Random weights of torchvision's architectures as safetensors, by torchvision's names and in its sizes: how long a network
 * takes does not depend on what it has learnt. They are scaled (He) so that numbers neither vanish nor explode.
 */
public final class Weights {

    private static final Map<String, List<Integer>> BLOCKS = Map.of(
            "resnet18", List.of(2, 2, 2, 2), "resnet34", List.of(3, 4, 6, 3), "resnet50", List.of(3, 4, 6, 3));
    private static final Map<String, List<Integer>> STAGES =
            Map.of("vgg11_bn", List.of(1, 1, 2, 2, 2), "vgg16_bn", List.of(2, 2, 3, 3, 3));

    private final Map<String, int[]> shapes = new LinkedHashMap<>();
    private final int classes;

    private Weights(int classes) {
        this.classes = classes;
    }

    /** @param target is overwritten */
    public static void write(String architecture, int classes, Path target) throws IOException {
        Weights weights = new Weights(classes);
        if (BLOCKS.containsKey(architecture)) {
            weights.resnet(BLOCKS.get(architecture), architecture.equals("resnet50"));
        } else {
            weights.vgg(STAGES.get(architecture));
        }
        weights.write(target);
    }

    private void resnet(List<Integer> blocks, boolean deep) {
        convolution("conv1", 64, 3, 7);
        norm("bn1", 64);
        int inputs = 64;
        for (int stage = 0; stage < 4; stage++) {
            int width = 64 << stage;
            int outputs = deep ? 4 * width : width;
            for (int block = 0; block < blocks.get(stage); block++) {
                String name = "layer" + (stage + 1) + "." + block;
                int[] kernels = deep ? new int[] {1, 3, 1} : new int[] {3, 3};
                int from = inputs;
                for (int i = 0; i < kernels.length; i++) {
                    int to = i == kernels.length - 1 ? outputs : width;
                    convolution(name + ".conv" + (i + 1), to, from, kernels[i]);
                    norm(name + ".bn" + (i + 1), to);
                    from = to;
                }
                if (block == 0 && inputs != outputs) {
                    convolution(name + ".downsample.0", outputs, inputs, 1);
                    norm(name + ".downsample.1", outputs);
                }
                inputs = outputs;
            }
        }
        linear("fc", classes, inputs);
    }

    private void vgg(List<Integer> stages) {
        int at = 0;
        int inputs = 3;
        for (int stage = 0; stage < stages.size(); stage++) {
            int outputs = Math.min(512, 64 << stage);
            for (int i = 0; i < stages.get(stage); i++) {
                convolution("features." + at, outputs, inputs, 3);
                shapes.put("features." + at + ".bias", new int[] {outputs});
                norm("features." + (at + 1), outputs);
                inputs = outputs;
                at += 3;
            }
            at++;
        }
        linear("classifier.0", 4096, 512 * 7 * 7);
        linear("classifier.3", 4096, 4096);
        linear("classifier.6", classes, 4096);
    }

    private void convolution(String name, int outputs, int inputs, int kernel) {
        shapes.put(name + ".weight", new int[] {outputs, inputs, kernel, kernel});
    }

    private void norm(String name, int channels) {
        for (String part : List.of("weight", "bias", "running_mean", "running_var")) {
            shapes.put(name + "." + part, new int[] {channels});
        }
    }

    private void linear(String name, int outputs, int inputs) {
        shapes.put(name + ".weight", new int[] {outputs, inputs});
        shapes.put(name + ".bias", new int[] {outputs});
    }

    private void write(Path target) throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode header = json.createObjectNode();
        long offset = 0;
        for (Map.Entry<String, int[]> entry : shapes.entrySet()) {
            ObjectNode tensor = header.putObject(entry.getKey()).put("dtype", "F32");
            for (int side : entry.getValue()) {
                tensor.withArray("shape").add(side);
            }
            tensor.putArray("data_offsets").add(offset).add(offset + 4L * count(entry.getValue()));
            offset += 4L * count(entry.getValue());
        }
        byte[] head = header.toString().getBytes(StandardCharsets.UTF_8);
        Random random = new Random(1);
        try (FileChannel file = FileChannel.open(
                target, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, head.length));
            file.write(ByteBuffer.wrap(head));
            for (Map.Entry<String, int[]> entry : shapes.entrySet()) {
                file.write(values(entry.getKey(), entry.getValue(), random));
            }
        }
    }

    private static ByteBuffer values(String name, int[] shape, Random random) {
        int count = count(shape);
        ByteBuffer values = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        float scale = shape.length == 1 ? 0 : (float) Math.sqrt(2.0 * shape[0] / count);
        boolean one = shape.length == 1 && (name.endsWith("running_var") || name.endsWith("weight"));
        for (int i = 0; i < count; i++) {
            // Uniform numbers are made faster than normal ones, and do as well.
            values.putFloat(one ? 1 : scale * 1.73f * (2 * random.nextFloat() - 1));
        }
        return values.flip();
    }

    private static int count(int[] shape) {
        int count = 1;
        for (int side : shape) {
            count *= side;
        }
        return count;
    }
}
