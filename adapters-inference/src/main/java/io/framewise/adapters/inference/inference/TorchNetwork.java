package io.framewise.adapters.inference.inference;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import io.framewise.domain.inference.Device;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** A network for PyTorch. */
public final class TorchNetwork implements Network {

    // Closing the model frees the network, and so does forgetting it.
    private final Model model;
    private final Object first = new Object();
    private volatile boolean asked;

    private TorchNetwork(Model model) {
        this.model = model;
    }

    /**
     * Loads weights that were checked before: a TorchScript archive is a program.
     *
     * @throws RuntimeException of the engine, when they are not a network
     * @throws io.framewise.domain.Refusal.Unavailable when the engine or the device is not there
     */
    public static TorchNetwork load(TorchEngine engine, Path weights, Device device) throws IOException {
        Model model = engine.started().newModel("network", engine.device(device));
        try {
            model.load(weights);
            return new TorchNetwork(model);
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
        if (asked) {
            return forward(input, pictures, height, width);
        }
        synchronized (first) {
            // DJL switches a network to inference on first use, without a lock.
            Answer answer = forward(input, pictures, height, width);
            asked = true;
            return answer;
        }
    }

    private Answer forward(ByteBuffer input, int pictures, int height, int width) {
        try {
            return run(input, pictures, height, width);
        } catch (EngineException e) {
            String message = String.valueOf(e.getMessage());
            // The words of PyTorch's allocators for GPUs and for the processor.
            if (message.contains("out of memory") || message.contains("allocate memory")) {
                throw new OutOfMemoryException(NativeMessage.of(e));
            }
            throw e;
        }
    }

    private Answer run(ByteBuffer input, int pictures, int height, int width) {
        try (NDManager scope = model.getNDManager().newSubManager()) {
            Shape shape = new Shape(pictures, 3, height, width);
            // A copy, as networks may write to their input.
            ByteBuffer exact = input.slice(0, Math.toIntExact(shape.size() * Float.BYTES));
            NDArray copy = scope.create(exact.order(ByteOrder.nativeOrder()), shape, DataType.FLOAT32)
                    .duplicate();
            NDList answers = model.getBlock().forward(new ParameterStore(scope, false), new NDList(copy), false);
            if (answers.isEmpty()) {
                return new Answer(0, new long[0], new float[0]);
            }
            NDArray answer = answers.get(0);
            float[] values = answer.toType(DataType.FLOAT32, false).toFloatArray();
            return new Answer(answers.size(), answer.getShape().getShape(), values);
        }
    }

    /** Number of trained values. */
    public long parameters() {
        long count = 0;
        for (Parameter parameter : model.getBlock().getParameters().values()) {
            count += parameter.getArray().size();
        }
        return count;
    }

    @Override
    public void close() {
        model.close();
    }
}
