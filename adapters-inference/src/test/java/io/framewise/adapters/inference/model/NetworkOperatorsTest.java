package io.framewise.adapters.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkOperatorsTest {

    private static final String NETWORK = """
            class Net(Module):
              __parameters__ = ["weight", ]
              training : bool
              weight : Tensor
              layer : __torch__.torch.nn.modules.conv.Conv2d
              def forward(self: __torch__.Net,
                x: Tensor) -> Tensor:
                _0 = __torch__.torch.nn.functional.___torch_mangle_3.relu
                layer = self.layer
                if torch.gt(torch.dim(x), 3):
                  input = (layer).forward(x, )
                else:
                  ops.prim.RaiseException("open(\\"x\\") is torch.save(), a text")
                  input = annotate(Tensor, x)
                return _0(%s, True)
            """;

    @Test
    void a_network_that_computes_is_taken() {
        assertThatCode(() -> check(NETWORK.formatted("torch.relu_(input)"))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "torch.save(x, \"/tmp/x\") | torch.save",
                "torch . save (x, \"/tmp/x\") | torch.save",
                "torch.from_file(\"/etc/passwd\", False, 10) | torch.from_file",
                "(x).from_file(\"/etc/passwd\") | from_file",
                "x.save(\"/tmp/x\") | x.save",
                "input.storage() | input.storage",
                "x[0].storage() | storage",
                ".5.storage() | storage",
                "1 .storage() | storage",
                "x1.storage() | x1.storage",
                "ops.image.read_file(\"/etc/passwd\") | ops.image.read_file",
                "ops.aten.save(x, \"/tmp/x\") | ops.aten.save",
                "ops.mine.compute(x) | ops.mine.compute",
                "__torch__.torch.classes.mine.Thing(x) | __torch__.torch.classes.mine.Thing",
                "torch.classes.mine.Thing(x) | torch.classes.mine.Thing",
                "print(x) | print",
                "open(\"/etc/passwd\") | open",
                "fork(x) | fork",
                "getattr(torch, \"from_file\")(x) | getattr, from_file",
                "getattr(x, \"as_strided\")([1]) | getattr, as_strided",
                "getattr(x, \"as_\" \"strided\")([1]) | getattr",
                "getattr(x, 'as\\x5fstrided')([1]) | getattr, as\\x5fstrided",
                "getattr(getattr(self, \"0\"), \"\"\"set_\"\"\")(x) | getattr, set_",
                "(torch).from_file(\"/etc/passwd\") | torch",
                "__torch__.torch.classes.mine.Thing | __torch__.torch.classes.mine.Thing",
                "torch.not_an_operator(x) | torch.not_an_operator",
                "getattr(torch, \"save\")(x, \"/tmp/x\") | getattr, save",
                "getattr((torch), \"relu\")(x) | getattr, relu",
                "getattr(x, \"from_file\")(\"/etc/passwd\") | getattr, from_file",
                "getattr(x, \"from_\" \"file\")(\"/etc/passwd\") | getattr",
                "f0(x) + (getattr) | getattr",
                "f0(x) + (hasattr) | hasattr",
                "hasattr(x, \"save\") | hasattr, save",
                "f0(torch) | torch",
                "f0(ops) | ops",
                "f0(print) | print",
                "f0(fork) | fork",
                "__torch__.mine.classes.Thing(x) | __torch__.mine.classes.Thing",
            })
    void what_reaches_out_is_refused_by_name(String expression, String name) {
        RefusedNetworkException refusal =
                catchThrowableOfType(RefusedNetworkException.class, () -> check(NETWORK.formatted(expression)));

        assertThat(refusal.code()).isEqualTo("operator-refused");
        assertThat(refusal.sentence()).contains("\"" + name + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"save", "as_strided", "set_", "resize_", "new_empty_strided"})
    void declaring_a_name_does_not_make_it_harmless(String name) {
        String asAttribute = NETWORK.formatted("x." + name + "(x)").replace("  weight :", "  " + name + " :");
        String asMethod = NETWORK.formatted("x." + name + "(x)") + "  def " + name + "(self):\n    return 1\n";
        String byAnotherName =
                NETWORK.formatted("_1(x)").replace("layer = self", "_1 = x." + name + "\n    layer = self");

        for (String program : List.of(asAttribute, asMethod, byAnotherName)) {
            assertThatExceptionOfType(RefusedNetworkException.class)
                    .isThrownBy(() -> check(program))
                    .withMessageContaining(name);
        }
    }

    @Test
    void a_number_may_end_in_a_point() {
        String constant =
                NETWORK.replace("  weight : Tensor", "  p : Final[float] = 0.").formatted("torch.mul(x, 1.)");

        assertThatCode(() -> check(constant)).doesNotThrowAnyException();
    }

    @Test
    void parts_without_a_name_are_asked_for_by_their_number() {
        String numbered = NETWORK.formatted("getattr(getattr(self, \"0\"), \"1\")");

        assertThatCode(() -> check(numbered)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.\\\n  as_strided([1])", "\"no end", "\"\"\"no end\"", "x.\u00e4", "x.\u0000relu()"})
    void what_splits_elsewhere_than_it_seems_to_is_refused(String expression) {
        assertThatExceptionOfType(RefusedNetworkException.class)
                .isThrownBy(() -> check(NETWORK.formatted(expression)))
                .returns("operator-refused", RefusedNetworkException::code);
    }

    @Test
    void a_text_ends_with_its_file() {
        List<String> files = List.of(NETWORK.formatted("\"x"), "\"");

        assertThatExceptionOfType(RefusedNetworkException.class).isThrownBy(() -> NetworkOperators.check(files));
    }

    @Test
    void long_programs_need_a_small_stack_and_little_time() throws InterruptedException {
        String chain = NETWORK.formatted("x" + ".relu".repeat(200_000));
        String texts = NETWORK.formatted("[" + "\"a\\n\", ".repeat(200_000) + "\"" + "\\n".repeat(200_000) + "\"]");
        String blank = NETWORK.formatted("x") + "\n".repeat(2_000_000) + " ".repeat(2_000_000);
        String nested = NETWORK.formatted("getattr(".repeat(80) + "self" + ", \"0\")".repeat(80));
        List<Throwable> thrown = new CopyOnWriteArrayList<>();

        Thread small = new Thread(
                null,
                () -> List.of(chain, texts, blank, nested).forEach(NetworkOperatorsTest::check),
                "small",
                256 << 10);
        small.setUncaughtExceptionHandler((thread, e) -> thrown.add(e));
        small.start();
        small.join(20_000);

        assertThat(thrown).isEmpty();
        assertThat(small.isAlive()).isFalse();
    }

    @Test
    void lines_are_not_joined() {
        String joined = NETWORK.formatted("torch.\\\n  not_an_operator(x)");

        assertThat(catchThrowableOfType(RefusedNetworkException.class, () -> check(joined)))
                .hasMessageContaining("character 92");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "block1-0", "1x1"})
    void members_of_containers_may_have_any_name_that_is_no_operators(String name) {
        assertThatCode(() -> check(NETWORK.formatted("(getattr(layer, \"" + name + "\")).forward(x, )")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"\"save\"\"\"", "'save'", "\"\\x73ave\"", "\"sa\" \"ve\"", "\"sa\"'ve'"})
    void names_of_operators_are_seen_however_they_are_spelled(String text) {
        String network = NETWORK.formatted("(getattr(x, " + text + ")(\"/tmp/x\"))")
                .replace("  weight : Tensor", "  sa : Tensor");

        assertThat(catchThrowableOfType(RefusedNetworkException.class, () -> check(network)))
                .isNotNull();
    }

    @Test
    void a_text_that_one_file_begins_hides_nothing_in_the_next() {
        String evil = NETWORK.formatted("torch.save(x, \"/tmp/x\")") + "# \"\"\"\n";

        RefusedNetworkException refusal =
                catchThrowableOfType(RefusedNetworkException.class, () -> check("x = \"\"\"\\\"\"\"\"\n", evil));
        RefusedNetworkException unfinished =
                catchThrowableOfType(RefusedNetworkException.class, () -> check("x = \"\"\"\n", evil));

        assertThat(refusal.sentence()).contains("torch.save");
        assertThat(unfinished.sentence()).contains("do not end");
    }

    @Test
    void programs_that_are_made_to_tire_the_scanner_are_looked_through_quickly() {
        int many = 1 << 18;
        List<String> tiring = List.of(
                "x = \"" + "a".repeat(many) + "\"\n",
                "x" + ".x".repeat(many) + "\n",
                "\n ".repeat(many),
                "x = (" + "(".repeat(many) + "\n",
                "getattr" + " ".repeat(many) + "(" + "\"a\",".repeat(many) + ")\n",
                "\"\"\"\\".repeat(many) + "\n");

        for (String source : tiring) {
            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
                try {
                    check(source);
                } catch (RefusedNetworkException refused) {
                    assertThat(refused.code()).isEqualTo("operator-refused");
                }
            });
        }
    }

    private static void check(String... files) {
        NetworkOperators.check(List.of(files));
    }
}
