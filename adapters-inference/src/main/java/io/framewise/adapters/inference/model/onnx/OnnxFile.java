package io.framewise.adapters.inference.model.onnx;

import com.google.protobuf.CodedOutputStream;
import io.framewise.adapters.inference.model.CheckedFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A checked {@code ModelProto}; what is not known of it is left out. */
record OnnxFile(Message model) implements CheckedFile {

    @Override
    public void writeTo(Path target) throws IOException {
        try (OutputStream file = Files.newOutputStream(target)) {
            CodedOutputStream out = CodedOutputStream.newInstance(file, 1 << 16);
            model.write(out);
            out.flush();
        }
    }
}
