package io.framewise.adapters.inference.model.pickle;

import io.framewise.adapters.inference.model.RefusedNetworkException;
import io.framewise.adapters.inference.model.graph.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tensors of an archive, from what {@code torch._utils._rebuild_tensor_v2} and its like would have been called with.
 * Only 32-bit floats are taken; counters of batches, 64-bit integers, are nobody's business.
 */
public final class Tensors {

    private static final String PLAIN = "torch._utils._rebuild_tensor_v2";
    private static final String PARAMETER = "torch._utils._rebuild_parameter";
    /** Of torch, and of fastai for torch before 2: function, class, arguments, and more. */
    private static final Set<String> SUBCLASSES =
            Set.of("torch._tensor._rebuild_from_type_v2", "fastai.torch_core._rebuild_from_type");

    private static final int MAX_DIMENSIONS = 8;
    private static final int MAX_WRAPPERS = 4;
    private static final Map<String, String> KINDS = Map.of(
            "torch.HalfStorage", "16-bit floats",
            "torch.BFloat16Storage", "bfloat16",
            "torch.DoubleStorage", "64-bit floats",
            "torch.LongStorage", "64-bit integers",
            "torch.IntStorage", "32-bit integers",
            "torch.QInt8Storage", "quantised values",
            "torch.QUInt8Storage", "quantised values",
            "torch.QInt32Storage", "quantised values");

    private final TorchArchive archive;

    public Tensors(TorchArchive archive) {
        this.archive = archive;
    }

    public static boolean isTensor(Pickled value) {
        return value instanceof Pickled.Made made
                && (made.name().startsWith("torch._utils._rebuild") || SUBCLASSES.contains(made.name()));
    }

    /**
     * @param place in the file, for messages
     * @throws RefusedNetworkException {@code tensor-refused} when it is of another kind, or its sizes do not fit its values
     */
    public Tensor tensor(Pickled value, String place) throws IOException {
        Pickled inner = value;
        for (int i = 0; i < MAX_WRAPPERS && inner instanceof Pickled.Made made; i++) {
            List<Pickled> arguments = made.arguments();
            if (made.name().equals(PLAIN) && arguments.size() >= 4) {
                return plain(arguments, place);
            } else if (made.name().equals(PARAMETER) && !arguments.isEmpty()) {
                inner = arguments.get(0);
            } else if (SUBCLASSES.contains(made.name())
                    && arguments.size() >= 3
                    && arguments.get(0) instanceof Pickled.Global function
                    && function.name().equals(PLAIN)
                    && arguments.get(2) instanceof Pickled.Items given
                    && given.elements().size() >= 4) {
                return plain(given.elements(), place);
            } else {
                throw refused(place, "it is made by " + (made.name().isEmpty() ? "something unknown" : made.name()));
            }
        }
        throw refused(place, "it is no tensor");
    }

    private Tensor plain(List<Pickled> arguments, String place) throws IOException {
        List<Pickled> storage =
                arguments.get(0) instanceof Pickled.Outside outside && outside.id() instanceof Pickled.Items id
                        ? id.elements()
                        : List.of();
        if (storage.size() != 5
                || !(storage.get(1) instanceof Pickled.Global kind)
                || !(storage.get(2) instanceof Pickled.Text key)) {
            throw refused(place, "its values are somewhere else");
        }
        if (!kind.name().equals("torch.FloatStorage")) {
            throw refused(
                    place,
                    "it has " + KINDS.getOrDefault(kind.name(), kind.name() + " values")
                            + "; 32-bit floats are taken (network.float() makes them)");
        }
        long offset = whole(arguments.get(1), place);
        List<Integer> shape = sizes(arguments.get(2), place);
        List<Integer> strides = sizes(arguments.get(3), place);
        if (shape.size() != strides.size() || shape.size() > MAX_DIMENSIONS) {
            throw refused(place, "it has " + shape.size() + " dimensions and " + strides.size() + " strides");
        }
        long size = 1;
        long last = offset;
        for (int i = 0; i < shape.size(); i++) {
            size = size == 0 ? 0 : Math.multiplyExact(size, (long) shape.get(i));
            if (size > Integer.MAX_VALUE) {
                throw refused(place, "it has 2^31 values or more");
            }
            last += Math.max(0, shape.get(i) - 1L) * strides.get(i);
        }
        ByteBuffer bytes = archive.storage(key.value(), place);
        if (size > 0 && last >= bytes.remaining() / Float.BYTES || offset > bytes.remaining() / Float.BYTES) {
            throw refused(place, "it reaches beyond its " + bytes.remaining() / Float.BYTES + " values");
        }
        FloatBuffer values = bytes.asFloatBuffer();
        return new Tensor(shape, view(values, (int) offset, shape, strides, (int) size));
    }

    private static FloatBuffer view(
            FloatBuffer values, int offset, List<Integer> shape, List<Integer> strides, int size) {
        int expected = 1;
        boolean contiguous = true;
        for (int i = shape.size() - 1; i >= 0; i--) {
            contiguous &= shape.get(i) == 1 || strides.get(i) == expected;
            expected *= shape.get(i);
        }
        if (contiguous || size == 0) {
            return values.slice(offset, size);
        }
        if (size > values.remaining()) {
            throw new RefusedNetworkException(
                    "tensor-refused", "A tensor repeats its values: it has more than its storage holds.");
        }
        float[] copy = new float[size];
        int[] index = new int[shape.size()];
        for (int to = 0; to < size; to++) {
            int from = offset;
            for (int i = 0; i < index.length; i++) {
                from += index[i] * strides.get(i);
            }
            copy[to] = values.get(from);
            for (int i = index.length - 1; i >= 0 && ++index[i] == shape.get(i); i--) {
                index[i] = 0;
            }
        }
        return FloatBuffer.wrap(copy);
    }

    private static List<Integer> sizes(Pickled value, String place) {
        Pickled given = value instanceof Pickled.Made made
                        && made.name().equals("torch.Size")
                        && !made.arguments().isEmpty()
                ? made.arguments().get(0)
                : value;
        if (!(given instanceof Pickled.Items items)) {
            throw refused(place, "its shape is no list");
        }
        List<Integer> sizes = new ArrayList<>();
        for (Pickled element : items.elements()) {
            sizes.add((int) whole(element, place));
        }
        return sizes;
    }

    private static long whole(Pickled value, String place) {
        if (value instanceof Pickled.Whole whole
                && whole.value().signum() >= 0
                && whole.value().bitLength() < Integer.SIZE) {
            return whole.value().intValueExact();
        }
        throw refused(place, "a size is not a number from 0 to 2^31 - 1");
    }

    private static RefusedNetworkException refused(String place, String reason) {
        return new RefusedNetworkException("tensor-refused", "The tensor " + place + " is not taken: " + reason + ".");
    }
}
