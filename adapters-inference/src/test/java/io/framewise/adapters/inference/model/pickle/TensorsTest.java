package io.framewise.adapters.inference.model.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.framewise.adapters.inference.model.PickleBytes;
import io.framewise.adapters.inference.model.RefusedNetworkException;
import io.framewise.adapters.inference.model.TorchFiles;
import io.framewise.adapters.inference.model.graph.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TensorsTest {

    private static final Tensor SIX = Tensor.of(List.of(6), 0, 1, 2, 3, 4, 5);
    private static final PickleBytes.Raw TWO_TO_62 = whole(62);
    private static final PickleBytes.Raw TWO_TO_31 = whole(31);

    @TempDir
    private Path folder;

    private static PickleBytes.Raw whole(int power) {
        return new PickleBytes.Raw(
                new PickleBytes().code(0x8a, 9).little(8, 1L << power).code(0).bytes());
    }

    private Tensor tensor(Object offset, List<?> shape, List<?> strides) throws IOException {
        return tensor(PickleBytes.begin().tensor("torch.FloatStorage", "0", offset, shape, strides));
    }

    private Tensor tensor(PickleBytes pickle) throws IOException {
        Path file = TorchFiles.save(folder.resolve("tensor.pth"), pickle.done(), List.of(SIX));
        try (TorchArchive archive = TorchArchive.open(file)) {
            return new Tensors(archive).tensor(archive.pickle(), "fc.weight");
        }
    }

    private void assertRefused(PickleBytes pickle, String code, String reason) {
        assertThat(catchThrowableOfType(RefusedNetworkException.class, () -> tensor(pickle)))
                .hasMessageContaining("fc.weight")
                .hasMessageContaining(reason)
                .returns(code, RefusedNetworkException::code);
    }

    private void assertRefused(Object offset, List<?> shape, List<?> strides, String reason) {
        assertRefused(
                PickleBytes.begin().tensor("torch.FloatStorage", "0", offset, shape, strides),
                "tensor-refused",
                reason);
    }

    @ParameterizedTest
    @CsvSource({
        "0, '2 3', '3 1', '0 1 2 3 4 5'",
        "0, '3 2', '1 3', '0 3 1 4 2 5'", // Transposed.
        "1, '2 2', '3 1', '1 2 4 5'", // A part of each row.
        "4, '', '', '4'", // One number.
        "0, '1 6', '77 1', '0 1 2 3 4 5'", // The stride of a single row is never used.
        "0, '3', '0', '0 0 0'", // One number again and again.
        "6, '0', '1', ''",
        "0, '0 3', '3 1', ''",
        "0, '2 1 3', '3 9 1', '0 1 2 3 4 5'",
    })
    void views_of_a_storage_are_read_right(int offset, String shape, String strides, String values) throws IOException {
        Tensor tensor = tensor(offset, numbers(shape), numbers(strides));

        assertThat(tensor.shape()).isEqualTo(numbers(shape));
        assertThat(tensor.toArray()).containsExactly(floats(values));
    }

    @Test
    void parameters_and_subclasses_are_tensors_in_a_wrapping() throws IOException {
        byte[] inner = new PickleBytes()
                .tensor("torch.FloatStorage", "0", 0, List.of(6), List.of(1))
                .bytes();
        PickleBytes.Raw raw = new PickleBytes.Raw(inner);

        Tensor parameter = tensor(
                PickleBytes.begin().value(new PickleBytes.Call("torch._utils._rebuild_parameter", List.of(raw, true))));

        assertThat(parameter.toArray()).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void tensors_may_share_a_storage() throws IOException {
        PickleBytes pickle = PickleBytes.begin().code('(');
        pickle.tensor("torch.FloatStorage", "0", 0, List.of(3), List.of(1));
        pickle.tensor("torch.FloatStorage", "0", 2, List.of(3), List.of(1)).code('t');
        Path file = TorchFiles.save(folder.resolve("shared.pth"), pickle.done(), List.of(SIX));

        try (TorchArchive archive = TorchArchive.open(file)) {
            List<Pickled> both = ((Pickled.Items) archive.pickle()).elements();
            Tensors tensors = new Tensors(archive);

            assertThat(tensors.tensor(both.get(0), "a").toArray()).containsExactly(0, 1, 2);
            assertThat(tensors.tensor(both.get(1), "b").toArray()).containsExactly(2, 3, 4);
        }
    }

    @Test
    void more_values_than_there_are_numbers_for_are_refused() {
        assertRefused(0, List.of(TWO_TO_31), List.of(1), "a size is not a number from 0 to 2^31 - 1");
        assertRefused(0, List.of(TWO_TO_62), List.of(1), "a size is not a number");
        assertRefused(0, List.of(1 << 16, 1 << 15), List.of(1 << 15, 1), "2^31 values or more");
        assertRefused(0, Collections.nCopies(8, 65_536), Collections.nCopies(8, 1), "2^31 values or more");
        assertRefused(0, List.of(1 << 30), List.of(1), "reaches beyond its 6 values");
        assertRefused(0, Collections.nCopies(9, 1), Collections.nCopies(9, 1), "9 dimensions");
    }

    @Test
    void values_beyond_the_storage_are_refused() {
        assertRefused(0, List.of(7), List.of(1), "reaches beyond its 6 values");
        assertRefused(1, List.of(6), List.of(1), "reaches beyond");
        assertRefused(7, List.of(0), List.of(1), "reaches beyond");
        assertRefused(0, List.of(2), List.of(6), "reaches beyond");
        assertRefused(0, List.of(2), List.of(Integer.MAX_VALUE), "reaches beyond");
        assertRefused(0, List.of(40_000, 40_000), List.of(Integer.MAX_VALUE, Integer.MAX_VALUE), "reaches beyond");
        assertRefused(Integer.MAX_VALUE, List.of(1), List.of(1), "reaches beyond");
    }

    @Test
    void numbers_below_zero_are_refused() {
        assertRefused(-1, List.of(1), List.of(1), "a size is not a number");
        assertRefused(0, List.of(-1), List.of(1), "a size is not a number");
        assertRefused(5, List.of(2), List.of(-1), "a size is not a number");
        assertRefused(0, List.of(1.5), List.of(1), "a size is not a number");
    }

    @Test
    void a_number_is_not_repeated_beyond_the_size_of_its_storage() {
        RefusedNetworkException refusal =
                catchThrowableOfType(RefusedNetworkException.class, () -> tensor(0, List.of(1 << 30), List.of(0)));

        assertThat(refusal.code()).isEqualTo("tensor-refused");
    }

    @ParameterizedTest
    @CsvSource({
        "torch.HalfStorage, 16-bit floats",
        "torch.BFloat16Storage, bfloat16",
        "torch.DoubleStorage, 64-bit floats",
        "torch.QInt8Storage, quantised values",
        "torch.CharStorage, torch.CharStorage values",
        "os.system, os.system values",
    })
    void other_kinds_of_values_are_refused_by_name(String kind, String reason) {
        assertRefused(PickleBytes.begin().tensor(kind, "0", 0, List.of(1), List.of(1)), "tensor-refused", reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "../../data.pkl", "../data.pkl", "/etc/passwd", ""})
    void values_are_looked_for_in_the_archive_only(String key) {
        assertRefused(
                PickleBytes.begin().tensor("torch.FloatStorage", key, 0, List.of(1), List.of(1)),
                "archive-damaged",
                "lacks the values");
    }

    @Test
    void what_makes_no_tensor_is_refused() {
        String rebuild = "torch._utils._rebuild_tensor_v2";
        // A parameter whose value is itself.
        PickleBytes itself =
                PickleBytes.begin().global("torch._utils._rebuild_parameter").ascii("]q\0Rq\u0001h\0h\u0001a0");

        assertRefused(PickleBytes.begin().value(5), "tensor-refused", "no tensor");
        assertRefused(
                PickleBytes.begin().value(new PickleBytes.Call("builtins.eval", List.of("1"))),
                "tensor-refused",
                "made by builtins.eval");
        assertRefused(
                PickleBytes.begin().value(new PickleBytes.Call(rebuild, List.of(1, 2, 3, 4))),
                "tensor-refused",
                "somewhere else");
        assertRefused(PickleBytes.begin().value(new PickleBytes.Call(rebuild, List.of())), "tensor-refused", "made by");
        assertRefused(itself, "tensor-refused", "no tensor");
    }

    private static List<Integer> numbers(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(" ")).map(Integer::valueOf).toList();
    }

    private static float[] floats(String text) {
        List<Integer> numbers = numbers(text);
        float[] floats = new float[numbers.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = numbers.get(i);
        }
        return floats;
    }

    @Test
    void the_byte_order_of_another_machine_is_refused() throws IOException {
        Path file = TorchFiles.zip(
                folder.resolve("big.pth"),
                Map.of("net/data.pkl", PickleBytes.begin().value(1).done(), "net/byteorder", "big".getBytes()));

        try (TorchArchive archive = TorchArchive.open(file)) {
            assertThat(catchThrowableOfType(RefusedNetworkException.class, archive::pickle))
                    .hasMessageContaining("big-endian");
        }
    }
}
