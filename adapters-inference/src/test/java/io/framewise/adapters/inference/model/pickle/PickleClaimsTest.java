package io.framewise.adapters.inference.model.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PickleClaimsTest {

    @Test
    void a_pickle_takes_so_many_steps() {
        ByteBuffer endless = pickle("]0".repeat(2_500_001) + "N.");

        assertThatExceptionOfType(PickleException.class)
                .isThrownBy(() -> PickleReader.read(endless))
                .withMessageContaining("more than 5000000 steps");
    }

    @Test
    void only_objects_have_a_state() {
        assertThatExceptionOfType(PickleException.class)
                .isThrownBy(() -> PickleReader.read(pickle("cos\nsystem\n(Vx\ntb.")))
                .withMessageContaining("what is no object");
    }

    @Test
    void what_is_dropped_was_seen() throws PickleException {
        List<String> names = new ArrayList<>();

        PickleReader.read(pickle("cos\nsystem\n0N."), value -> {
            if (value instanceof Pickled.Global global) {
                names.add(global.name());
            }
        });

        assertThat(names).containsExactly("os.system");
    }

    private static ByteBuffer pickle(String opcodes) {
        return ByteBuffer.wrap(opcodes.getBytes(StandardCharsets.ISO_8859_1));
    }
}
