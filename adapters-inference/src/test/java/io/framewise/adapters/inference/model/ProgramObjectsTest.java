package io.framewise.adapters.inference.model;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** By pickles of protocol 0, written as text; opcodes as in Python's {@code pickletools}. */
class ProgramObjectsTest {

    private static final String VALUES = "((Vstorage\nctorch\nFloatStorage\nV0\nVcpu\nI%s\ntQ";
    private static final String TENSOR = "ctorch._utils\n_rebuild_tensor_v2\n" + VALUES
            + "I%s\n(I%s\nI3\nt(I%s\nI1\ntI00\nccollections\nOrderedDict\n)RtR";

    @Test
    void objects_of_the_programs_own_classes_with_tensors_are_taken() {
        String pickle = "c__torch__.net\nNet\n)\u0081}Vweight\n" + TENSOR.formatted(6, 0, 2, 3) + "sb.";

        assertThatCode(() -> check(pickle)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c__torch__.torch.classes.mine\nThing\n)\u0081}b.",
                "c__torch__\ntorch.classes.mine.Thing\n)\u0081}b.",
                "cos\nsystem\n(Vtouch stolen\ntR.",
                "ctorch._tensor\n_rebuild_from_type_v2\n)R.",
                // Made, and dropped again.
                "cos\nsystem\n(Vtouch stolen\ntR0N."
            })
    void what_is_none_of_its_own_is_refused_by_name(String pickle) {
        assertThatExceptionOfType(RefusedNetworkException.class)
                .isThrownBy(() -> check(pickle))
                .withMessageMatching(".*\"(__torch__\\.torch\\.classes\\.mine\\.Thing|os\\.system"
                        + "|torch\\._tensor\\._rebuild_from_type_v2)\".*")
                .returns("operator-refused", RefusedNetworkException::code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Functions by their number.
                "c__torch__\nNet\n0I0\n(tR.",
                "ctorch\nFloatStorage\n)R.",
                // A function whose arguments come as a state.
                "ctorch._utils\n_rebuild_tensor_v2\n)\u0081)b.",
                "c__torch__\nNet\n)\u0081)R."
            })
    void what_pytorch_would_call_is_a_class_or_a_function(String pickle) {
        assertThatExceptionOfType(RefusedNetworkException.class)
                .isThrownBy(() -> check(pickle))
                .returns("operator-refused", RefusedNetworkException::code);
    }

    @ParameterizedTest
    @CsvSource({
        // Number of values, offset, rows, stride of the rows.
        "7, 0, 2, 3",
        "6, 1, 2, 3",
        "6, 0, 3, 3",
        "6, 0, 2, 4",
        "6, 0, 2, 9223372036854775807",
        "6, 0, 9223372036854775807, 0",
        "6, 0, -1, 3",
        "6, -1, 2, 3",
        "4611686018427387905, 0, 2, 3"
    })
    void a_tensor_stays_within_its_values(String count, String offset, String rows, String stride) {
        String pickle = TENSOR.formatted(count, offset, rows, stride) + ".";

        assertThatExceptionOfType(RefusedNetworkException.class)
                .isThrownBy(() -> check(pickle))
                .withMessageStartingWith("The network's data.pkl has ")
                .returns("tensor-refused", RefusedNetworkException::code);
    }

    @Test
    void values_are_refused_also_without_a_tensor() {
        assertThatExceptionOfType(RefusedNetworkException.class)
                .isThrownBy(() -> check(VALUES.formatted(1_000_000) + "."))
                .returns("tensor-refused", RefusedNetworkException::code);
    }

    /** Six floats are there. */
    private static void check(String pickle) throws java.io.IOException {
        ProgramObjects.check(
                "data.pkl", pickle.getBytes(StandardCharsets.ISO_8859_1), key -> key.equals("0") ? 24 : -1);
    }
}
