package io.framewise.adapters.inference.model;

import io.framewise.adapters.inference.model.pickle.PickleReader;
import io.framewise.adapters.inference.model.pickle.Pickled;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * The objects of a TorchScript program, {@code data.pkl} and {@code constants.pkl}: of the program's own classes, lists and
 * tensors. PyTorch's reader (torch/csrc/jit/serialization/unpickler.cpp) believes what they say of the memory behind a
 * tensor, and makes objects of any class that it knows, so both are looked at.
 */
final class ProgramObjects {

    private static final String TENSOR = "torch._utils._rebuild_tensor_v2";
    private static final Set<String> MAKERS = Set.of(
            TENSOR,
            "collections.OrderedDict",
            "torch.device",
            "torch.jit._pickle.build_boollist",
            "torch.jit._pickle.build_doublelist",
            "torch.jit._pickle.build_intlist",
            "torch.jit._pickle.build_tensorlist",
            "torch.jit._pickle.restore_type_tag");
    // Bytes of a value.
    private static final Map<String, Integer> STORAGES = Map.ofEntries(
            Map.entry("torch.BFloat16Storage", 2),
            Map.entry("torch.BoolStorage", 1),
            Map.entry("torch.ByteStorage", 1),
            Map.entry("torch.CharStorage", 1),
            Map.entry("torch.ComplexDoubleStorage", 16),
            Map.entry("torch.ComplexFloatStorage", 8),
            Map.entry("torch.DoubleStorage", 8),
            Map.entry("torch.FloatStorage", 4),
            Map.entry("torch.HalfStorage", 2),
            Map.entry("torch.IntStorage", 4),
            Map.entry("torch.LongStorage", 8),
            Map.entry("torch.ShortStorage", 2));
    private static final BigInteger MOST_VALUES = BigInteger.valueOf(Integer.MAX_VALUE);

    private final String file;
    private final ToLongFunction<String> sizes;

    private ProgramObjects(String file, ToLongFunction<String> sizes) {
        this.file = file;
        this.sizes = sizes;
    }

    /**
     * @param file name of the pickle, for messages
     * @param sizes bytes of a storage by its key; below zero for one that is not there
     * @throws RefusedNetworkException {@code operator-refused} or {@code tensor-refused}
     */
    static void check(String file, byte[] pickle, ToLongFunction<String> sizes) throws IOException {
        ProgramObjects objects = new ProgramObjects(file, sizes);
        Set<Pickled> all = new LinkedHashSet<>();
        PickleReader.read(ByteBuffer.wrap(pickle), all::add);
        for (Pickled value : all) {
            if (value instanceof Pickled.Global global && !isMaker(global.name())) {
                objects.checkKind(global.name());
            } else if (value instanceof Pickled.Made made) {
                objects.check(made);
            } else if (value instanceof Pickled.Outside outside) {
                objects.values(outside);
            }
        }
    }

    private static boolean isMaker(String name) {
        return MAKERS.contains(name) || isOwn(name);
    }

    /** Whether it is a class of the program itself, not one that was compiled into PyTorch. */
    private static boolean isOwn(String name) {
        return name.startsWith("__torch__.") && !name.startsWith("__torch__.torch.classes");
    }

    private int checkKind(String name) {
        Integer bytes = STORAGES.get(name);
        if (bytes == null) {
            throw new RefusedNetworkException(
                    "operator-refused",
                    "The network's " + file + " names \"" + (name.length() > 80 ? name.substring(0, 80) + "…" : name)
                            + "\", which is none of its own classes and no tensor.");
        }
        return bytes;
    }

    private void check(Pickled.Made made) {
        // PyTorch calls by number what it read before: what is called has to stand right there.
        if (!(made.maker() instanceof Pickled.Global global)
                || !isMaker(global.name())
                || made.state().isPresent() && !isOwn(global.name())) {
            throw new RefusedNetworkException(
                    "operator-refused", "The network's " + file + " calls what is no class and no function.");
        }
        if (global.name().equals(TENSOR)) {
            checkTensor(made.arguments());
        }
    }

    private void checkTensor(List<Pickled> arguments) {
        if (arguments.size() < 4 || !(arguments.get(0) instanceof Pickled.Outside outside)) {
            throw refused("a tensor without values");
        }
        BigInteger values = values(outside);
        BigInteger last = whole(arguments.get(1));
        List<Pickled> shape = elements(arguments.get(2));
        List<Pickled> strides = elements(arguments.get(3));
        if (shape.size() != strides.size()) {
            throw refused("a tensor with " + shape.size() + " dimensions and " + strides.size() + " strides");
        }
        BigInteger size = BigInteger.ONE;
        for (int i = 0; i < shape.size(); i++) {
            BigInteger side = whole(shape.get(i));
            size = size.multiply(side);
            last = last.add(side.subtract(BigInteger.ONE).multiply(whole(strides.get(i))));
            if (size.compareTo(MOST_VALUES) > 0) {
                throw refused("a tensor of 2^31 values or more");
            }
        }
        if (size.signum() > 0 && last.compareTo(values) >= 0) {
            throw refused("a tensor that reaches beyond its " + values + " values");
        }
    }

    /** How many there are. */
    private BigInteger values(Pickled.Outside outside) {
        List<Pickled> id = elements(outside.id());
        if (id.size() != 5 || !(id.get(1) instanceof Pickled.Global kind) || !(id.get(2) instanceof Pickled.Text key)) {
            throw refused("values that are somewhere else");
        }
        BigInteger count = whole(id.get(4));
        BigInteger bytes = count.multiply(BigInteger.valueOf(checkKind(kind.name())));
        if (count.signum() > 0 && bytes.compareTo(BigInteger.valueOf(sizes.applyAsLong(key.value()))) > 0) {
            throw refused(count + " values, which are not in the archive");
        }
        return count;
    }

    private List<Pickled> elements(Pickled value) {
        if (value instanceof Pickled.Items items) {
            return items.elements();
        }
        throw refused("a tensor whose sizes are no list");
    }

    private BigInteger whole(Pickled value) {
        if (value instanceof Pickled.Whole whole && whole.value().signum() >= 0) {
            return whole.value();
        }
        throw refused("a tensor with a size that is no number from 0 on");
    }

    private RefusedNetworkException refused(String what) {
        return new RefusedNetworkException("tensor-refused", "The network's " + file + " has " + what + ".");
    }
}
