package io.framewise.adapters.inference.inference;

import ai.djl.engine.Engine;
import io.framewise.domain.Refusal;
import org.jboss.logging.Logger;

/** DJL's ONNX Runtime engine: the faster one on processors. It starts on first use; nothing is downloaded. */
final class OnnxEngine {

    static final String NAME = "ONNX Runtime";

    private static final Logger LOG = Logger.getLogger(OnnxEngine.class);

    /** @throws Refusal.Unavailable {@code engine-unavailable} when it cannot be started here */
    Engine started() {
        try {
            return Engine.getEngine("OnnxRuntime");
        } catch (RuntimeException | LinkageError e) {
            LOG.error("ONNX Runtime does not start.", e);
            throw new Refusal.Unavailable(
                    "engine-unavailable", "ONNX Runtime cannot be started on this machine: " + e.getMessage());
        }
    }
}
