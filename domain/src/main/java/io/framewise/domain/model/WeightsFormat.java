package io.framewise.domain.model;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of files that trained networks come in. */
public enum WeightsFormat {
    /** {@code Learner.export()} of fastai: network, class names and preprocessing in one pickle. */
    FASTAI("fastai"),
    /** {@code torch.save(network.state_dict())} of a network of torchvision's layout. */
    STATE_DICT("state-dict"),
    /** The same named tensors as a {@code .safetensors} file. */
    SAFETENSORS("safetensors"),
    ONNX("onnx"),
    /** {@code torch.jit.save}: a program with its weights. */
    TORCHSCRIPT("torchscript");

    private final String value;

    WeightsFormat(String value) {
        this.value = value;
    }

    public String value() {
        return value;
    }

    /** Whether such a file is a program. The others are data, and the network is built anew from them. */
    public boolean isProgram() {
        return this == TORCHSCRIPT;
    }

    public static Optional<WeightsFormat> named(String value) {
        return Arrays.stream(values())
                .filter(format -> format.value.equals(value))
                .findFirst();
    }
}
