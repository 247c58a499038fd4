package io.framewise.adapters.inference.inference;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;

/** A network for ONNX Runtime, on the processor. */
final class OnnxNetwork implements Network {

    private final Model model;

    private OnnxNetwork(Model model) {
        this.model = model;
    }

    /**
     * Loads a file that was checked before.
     *
     * @throws RuntimeException of the engine, when it cannot run it
     */
    static OnnxNetwork load(OnnxEngine engine, Path file) throws IOException {
        Model model = engine.started().newModel("network", ai.djl.Device.cpu());
        try {
            // One thread a batch; batches go side by side.
            model.load(
                    file, "network", Map.of("intraOpNumThreads", "1", "interOpNumThreads", "1", "optLevel", "ALL_OPT"));
            return new OnnxNetwork(model);
        } catch (MalformedModelException e) {
            model.close();
            throw new IOException(e);
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    @Override
    public Answer answer(ByteBuffer input, int pictures, int height, int width) {
        try (NDManager scope = model.getNDManager().newSubManager()) {
            Shape shape = new Shape(pictures, 3, height, width);
            ByteBuffer exact = input.slice(0, Math.toIntExact(shape.size() * Float.BYTES));
            NDArray pixels = scope.create(exact.order(ByteOrder.nativeOrder()), shape, DataType.FLOAT32);
            NDList answers = model.getBlock().forward(new ParameterStore(scope, false), new NDList(pixels), false);
            if (answers.isEmpty()) {
                return new Answer(0, new long[0], new float[0]);
            }
            NDArray answer = answers.get(0);
            Answer copied = new Answer(answers.size(), answer.getShape().getShape(), answer.toFloatArray());
            answers.close();
            return copied;
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
