package io.framewise.domain.model;

import java.util.Arrays;
import java.util.Optional;

/** The network layouts that Framewise knows by name. */
public enum Architecture {
    RESNET18("resnet18"),
    RESNET34("resnet34"),
    RESNET50("resnet50"),
    RESNET101("resnet101"),
    RESNET152("resnet152"),
    VGG11("vgg11"),
    VGG11_BN("vgg11_bn"),
    VGG13("vgg13"),
    VGG13_BN("vgg13_bn"),
    VGG16("vgg16"),
    VGG16_BN("vgg16_bn"),
    VGG19("vgg19"),
    VGG19_BN("vgg19_bn"),
    /** Any other network that answers one class per image, as a TorchScript archive. */
    OTHER("other");

    private final String value;

    Architecture(String value) {
        this.value = value;
    }

    /** The name as torchvision and fastai write it. */
    public String value() {
        return value;
    }

    public static Optional<Architecture> named(String value) {
        return Arrays.stream(values())
                .filter(architecture -> architecture.value.equals(value))
                .findFirst();
    }
}
