package io.framewise.adapters.inference.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says what a file is that is no network, as far as its first bytes tell. */
final class FileKind {

    private static final int HEAD = 1 << 16;
    private static final String TAKEN =
            " Networks come as fastai exports, state dicts (.pth), .safetensors, .onnx or TorchScript.";

    private FileKind() {}

    static String of(Path file) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(HEAD);
        }
        String text = new String(head, StandardCharsets.ISO_8859_1);
        boolean pickle = head.length > 1 && head[0] == (byte) 0x80 && head[1] >= 2 && head[1] <= 5;
        if (pickle && text.contains("fastai.basic_")) {
            return "This is an export of fastai 1. Export the network with fastai 2.5 or newer.";
        } else if (pickle) {
            return "This pickle was not written by torch.save since torch 1.6, or is cut off." + TAKEN;
        } else if (text.startsWith("PK")) {
            return "This archive is damaged, or torch.save has not written it." + TAKEN;
        } else if (text.startsWith("\u0089HDF")) {
            return "This is an HDF5 file, perhaps of Keras." + TAKEN;
        }
        return "This file is not a trained network that can be read here." + TAKEN;
    }
}
