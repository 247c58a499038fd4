package io.framewise.adapters.inference.inference;

import ai.djl.engine.Engine;
import ai.onnxruntime.OrtEnvironment;
import io.framewise.domain.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jboss.logging.Logger;

/** DJL's ONNX Runtime engine: the faster one on processors. It starts on first use; nothing is downloaded. */
final class OnnxEngine {

    static final String NAME = "ONNX Runtime";

    private static final Logger LOG = Logger.getLogger(OnnxEngine.class);
    private static final List<String> LIBRARIES = List.of("libonnxruntime.so", "libonnxruntime4j_jni.so");
    private static final String FOLDER = "onnxruntime.native.path";

    private final Path cacheFolder;

    /** @param cacheFolder where its libraries are unpacked; code is loaded from there, so nobody else may write to it */
    OnnxEngine(Path cacheFolder) {
        this.cacheFolder = cacheFolder.toAbsolutePath();
    }

    /** @throws Refusal.Unavailable {@code engine-unavailable} when it cannot be started here */
    synchronized Engine started() {
        try {
            if (System.getProperty(FOLDER) == null) {
                unpack();
            }
            return Engine.getEngine("OnnxRuntime");
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.error("ONNX Runtime does not start.", e);
            throw new Refusal.Unavailable(
                    "engine-unavailable", "ONNX Runtime cannot be started on this machine: " + e.getMessage());
        }
    }

    /** It would unpack 20 MB into the temporary folder at every start, and leave them there when the process is ended. */
    private void unpack() throws IOException {
        String platform = System.getProperty("os.arch").equals("aarch64") ? "linux-aarch64" : "linux-x64";
        String version = OrtEnvironment.class.getPackage().getImplementationVersion();
        Path folder = cacheFolder.resolve("onnxruntime-" + version);
        for (String library : LIBRARIES) {
            Path file = folder.resolve(library);
            try (InputStream packed =
                    OrtEnvironment.class.getResourceAsStream("/ai/onnxruntime/native/" + platform + "/" + library)) {
                if (packed == null || !System.getProperty("os.name").equals("Linux")) {
                    return;
                }
                if (!Files.exists(file)) {
                    Files.createDirectories(folder);
                    Path part = Files.createTempFile(folder, library, ".part");
                    Files.copy(packed, part, StandardCopyOption.REPLACE_EXISTING);
                    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }
        System.setProperty(FOLDER, folder.toString());
    }
}
