package io.framewise.adapters.inference.model.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.framewise.adapters.inference.model.PickleBytes;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PickleReaderTest {

    @TempDir
    private Path folder;

    private static Pickled read(PickleBytes pickle) throws PickleException {
        return PickleReader.read(ByteBuffer.wrap(pickle.done()));
    }

    private static Pickled read(byte[] pickle) throws PickleException {
        return PickleReader.read(ByteBuffer.wrap(pickle));
    }

    private static void assertRefused(byte[] pickle, String reason) {
        Throwable thrown = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> catchThrowable(() -> read(pickle)));
        assertThat(thrown)
                .isInstanceOf(PickleException.class)
                .hasMessageStartingWith("The pickle cannot be read: ")
                .hasMessageContaining(reason);
    }

    private static Pickled.Made made(PickleBytes pickle) throws PickleException {
        return (Pickled.Made) read(pickle);
    }

    /** What Python 3 makes of {@code {'a': [1, -2, 2**70, True, None, 1.5], 'b': ('ä', b'xy')}}. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                PROTOCOL_0,
                PROTOCOL_1,
                PROTOCOL_2,
                PROTOCOL_3,
                PROTOCOL_4,
                PROTOCOL_5,
            })
    void all_protocols_say_the_same(String hex) throws PickleException {
        Pickled.Table root = (Pickled.Table) read(HexFormat.of().parseHex(hex));

        List<Pickled> list = ((Pickled.Items) root.find("a").orElseThrow()).elements();
        assertThat(list).hasSize(6);
        assertThat(list.subList(0, 3))
                .extracting(value -> ((Pickled.Whole) value).value().toString())
                .containsExactly("1", "-2", "1180591620717411303424");
        assertThat(((Pickled.Truth) list.get(3)).value()).isTrue();
        assertThat(list.get(4)).isInstanceOf(Pickled.None.class);
        assertThat(((Pickled.Real) list.get(5)).value()).isEqualTo(1.5);
        assertThat(((Pickled.Items) root.find("b").orElseThrow()).elements()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reduce", "newobj", "newobj_ex", "obj", "inst"})
    void whatever_a_pickle_would_call_becomes_a_value(String way) throws PickleException {
        Path victim = folder.resolve("victim");
        String command = "touch " + victim;
        PickleBytes pickle = PickleBytes.begin();
        switch (way) {
            case "reduce" -> pickle.value(new PickleBytes.Call("posix.system", List.of(command)));
            case "newobj" ->
                pickle.global("posix.system").value(List.of(command)).code(0x81);
            case "newobj_ex" ->
                pickle.global("posix.system")
                        .value(List.of(command))
                        .value(Map.of("x", 1))
                        .code(0x92);
            case "obj" -> pickle.code('(').global("posix.system").value(command).code('o');
            default -> pickle.code('(').value(command).ascii("iposix\nsystem\n");
        }

        Pickled.Made made = made(pickle);

        assertThat(made.name()).isEqualTo("posix.system");
        assertThat(((Pickled.Text) made.arguments().get(0)).value()).isEqualTo(command);
        assertThat(victim).doesNotExist();
        assertThat(Files.exists(victim)).isFalse();
    }

    @Test
    void names_from_the_stack_and_from_the_registry_are_names_only() throws PickleException {
        Pickled named = read(PickleBytes.begin().value("os").value("system").code(0x93));
        Pickled extension = read(PickleBytes.begin().code(0x82, 7));
        Pickled wide = read(PickleBytes.begin().code(0x84).little(4, 1 << 20));

        assertThat(((Pickled.Global) named).name()).isEqualTo("os.system");
        assertThat(((Pickled.Global) extension).name()).isEqualTo("extension.7");
        assertThat(((Pickled.Global) wide).name()).isEqualTo("extension.1048576");
    }

    @Test
    void what_would_be_called_on_a_result_is_kept_too() throws PickleException {
        Pickled.Made made = made(PickleBytes.begin()
                .value(new PickleBytes.Call("builtins.getattr", List.of("a", "b")))
                .value(List.of("c"))
                .code('R')
                .value(Map.of("key", 5))
                .code('b'));

        assertThat(made.name()).isEmpty();
        assertThat(made.attribute("key")).isPresent();
    }

    @Test
    void deep_nesting_is_refused_without_an_overflow() {
        byte[] lists = "]".repeat(10_000).concat("a".repeat(9_999)).concat(".").getBytes();
        byte[] calls = new byte[40_000];
        Arrays.fill(calls, (byte) 0x85);
        calls[0] = 'N';

        assertRefused(lists, "nested more than 1000 deep");
        assertRefused(calls, "nested more than 1000 deep");
    }

    @Test
    void a_million_marks_are_as_good_as_none() throws PickleException {
        byte[] open = "(".repeat(1_000_000).concat(".").getBytes();
        byte[] closed =
                "(".repeat(1_000_000).concat("1".repeat(1_000_000)).concat("N.").getBytes();

        assertRefused(open, "where there is none");
        assertThat(read(closed)).isInstanceOf(Pickled.None.class);
    }

    @Test
    void what_holds_itself_is_read_once() throws PickleException {
        Pickled.Items list = (Pickled.Items) read("]q\0h\0a.".getBytes());
        Pickled.Table table = (Pickled.Table)
                read(PickleBytes.begin().ascii("}q\0").value("me").ascii("h\0s"));
        Pickled.Made object = made(PickleBytes.begin().global("a.B").ascii(")\u0081q\0h\0b"));
        Pickled.Made pair = made(PickleBytes.begin()
                .global("a.B")
                .ascii(")\u0081q\0}")
                .value("me")
                .ascii("h\0sb"));

        assertThat(list.elements()).containsExactly(list);
        assertThat(table.find("me")).containsSame(table);
        assertThat(object.state()).containsSame(object);
        assertThat(object.attribute("x")).isEmpty();
        assertThat(pair.attribute("me")).containsSame(pair);
    }

    @Test
    void a_pickle_that_was_cut_off_anywhere_is_refused() {
        byte[] whole = PickleBytes.begin()
                .value(Map.of("a", List.of(1, 2.5, "text", true), "b", new PickleBytes.Call("x.y", List.of())))
                .ascii("q\u0001h\u0001\u008a\u0002ab\u008c\u0001xC\u0002ab")
                .done();

        for (int length = 0; length < whole.length; length++) {
            assertRefused(Arrays.copyOf(whole, length), "it ends in the middle");
        }
    }

    @Test
    void noise_is_refused_or_read_but_never_anything_else() {
        Random random = new Random(3);
        byte[] whole = PickleBytes.begin()
                .value(new PickleBytes.Instance("a.B", Map.of("x", List.of(1, 2), "y", Map.of("z", 1.5))))
                .done();

        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = whole.clone();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Throwable thrown = catchThrowable(() -> read(bytes));
            if (thrown != null) {
                assertThat(thrown).isInstanceOf(PickleException.class);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "80 06 4e 2e, protocol", // Unknown protocols.
        "80 c8 4e 2e, protocol",
        "ff 2e, unknown opcode 255",
        "68 05 2e, not there before", // Memo.
        "6a ff ff ff ff 2e, below zero",
        "4e 72 ff ff ff ff 2e, below zero",
        "67 2d 31 0a 2e, no place in the memo",
        "2e, where there is none", // Stack.
        "52 2e, where there is none",
        "4e 52 2e, where there is none",
        "74 2e, mark",
        "4e 4e 61 2e, no list",
        "4e 4e 4e 73 2e, no dictionary",
        "7d 28 4e 75 2e, no value",
        "4e 4e 93 2e, no text",
        "58 ff ff ff 7f 2e, ends in the middle", // Lengths.
        "58 00 00 00 80 2e, below zero",
        "42 00 00 00 80 2e, below zero",
        "8d ff ff ff ff ff ff ff 7f 2e, ends in the middle",
        "8d 00 00 00 00 00 00 00 80 2e, below zero",
        "8e ff ff ff ff ff ff ff 7f 2e, ends in the middle",
        "96 00 00 00 00 01 00 00 00 2e, ends in the middle",
        "8b ff ff ff 7f 2e, ends in the middle",
        "8b 00 00 00 80 2e, below zero",
        "49 78 0a 2e, no number",
        "46 78 0a 2e, no number",
        "97 2e, buffers",
    })
    void what_no_pickler_writes_is_refused(String hex, String reason) {
        assertRefused(HexFormat.ofDelimiter(" ").parseHex(hex), reason);
    }

    @Test
    void numbers_that_nobody_writes_out_are_refused() {
        byte[] number = PickleBytes.begin()
                .code(0x8b)
                .little(4, 1 << 20)
                .ascii("x".repeat(1 << 20))
                .done();

        assertRefused(number, "a number has 1048576 bytes");
        assertRefused(("L" + "9".repeat(1 << 20) + "\n.").getBytes(), "no number");
    }

    @Test
    void a_frame_may_say_any_length() throws PickleException {
        byte[] frame = PickleBytes.begin()
                .code(0x95)
                .little(8, Long.MIN_VALUE)
                .code('N')
                .done();

        assertThat(read(frame)).isInstanceOf(Pickled.None.class);
    }

    private static final String PROTOCOL_0 =
            "286470300a56610a70310a286c70320a49310a61492d320a614c31313830353931363230373137343131333033"
                    + "3432344c0a614930310a614e6146312e350a617356620a70330a2856e40a70340a635f636f646563730a656e63"
                    + "6f64650a70350a285678790a70360a566c6174696e310a70370a7470380a5270390a747031300a732e";

    private static final String PROTOCOL_1 =
            "7d71002858010000006171015d7102284b014afeffffff4c313138303539313632303731373431313330333432"
                    + "344c0a4930310a4e473ff8000000000000655801000000627103285802000000c3a47104635f636f646563730a"
                    + "656e636f64650a71052858020000007879710658060000006c6174696e31710774710852710974710a752e";

    private static final String PROTOCOL_2 =
            "80027d71002858010000006171015d7102284b014afeffffff8a09000000000000000040884e473ff800000000"
                    + "00006558010000006271035802000000c3a47104635f636f646563730a656e636f64650a710558020000007879"
                    + "710658060000006c6174696e31710786710852710986710a752e";

    private static final String PROTOCOL_3 =
            "80037d71002858010000006171015d7102284b014afeffffff8a09000000000000000040884e473ff800000000"
                    + "00006558010000006271035802000000c3a47104430278797105867106752e";

    private static final String PROTOCOL_4 =
            "8004953a000000000000007d94288c0161945d94284b014afeffffff8a09000000000000000040884e473ff800"
                    + "0000000000658c0162948c02c3a49443027879948694752e";

    private static final String PROTOCOL_5 =
            "8005953a000000000000007d94288c0161945d94284b014afeffffff8a09000000000000000040884e473ff800"
                    + "0000000000658c0162948c02c3a49443027879948694752e";
}
