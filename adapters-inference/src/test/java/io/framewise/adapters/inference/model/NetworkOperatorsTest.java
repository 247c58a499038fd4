package io.framewise.adapters.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
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
            value = {
                "torch.save(x, \"/tmp/x\") | torch.save",
                "torch . save (x, \"/tmp/x\") | torch.save",
                "torch.from_file(\"/etc/passwd\", False, 10) | torch.from_file",
                "(x).from_file(\"/etc/passwd\") | from_file",
                "x.save(\"/tmp/x\") | x.save",
                "input.storage() | input.storage",
                "ops.image.read_file(\"/etc/passwd\") | ops.image.read_file",
                "ops.aten.save(x, \"/tmp/x\") | ops.aten.save",
                "ops.mine.compute(x) | ops.mine.compute",
                "__torch__.torch.classes.mine.Thing(x) | __torch__.torch.classes.mine.Thing",
                "torch.classes.mine.Thing(x) | torch.classes.mine.Thing",
                "print(x) | print",
                "open(\"/etc/passwd\") | open",
                "fork(x) | fork",
                "torch.not_an_operator(x) | torch.not_an_operator",
                "getattr(torch, \"save\")(x, \"/tmp/x\") | save",
                "getattr((torch), \"relu\")(x) | torch",
                "getattr(x, \"from_file\")(\"/etc/passwd\") | from_file",
                "getattr(x, \"from_\" \"file\")(\"/etc/passwd\") | from_",
                "f0(x) + (getattr) | getattr",
            })
    void what_reaches_out_is_refused_by_name(String expression, String name) {
        RefusedNetworkException refusal = catchThrowableOfType(
                RefusedNetworkException.class, () -> check(NETWORK.formatted(expression.replace("\\n", "\n"))));

        assertThat(refusal.code()).isEqualTo("operator-refused");
        assertThat(refusal.sentence()).contains("\"" + name + "\"");
    }

    @Test
    void declaring_a_name_does_not_make_it_harmless() {
        String declared = NETWORK.formatted("x.save(\"/tmp/x\")").replace("  weight : Tensor", "  save : Tensor");

        assertThat(catchThrowableOfType(RefusedNetworkException.class, () -> check(declared)))
                .isNotNull();
    }

    @Test
    void joined_lines_are_one() {
        String joined = NETWORK.formatted("torch.\\\n  not_an_operator(x)");

        assertThat(catchThrowableOfType(RefusedNetworkException.class, () -> check(joined)))
                .hasMessageContaining("\"torch.not_an_operator\"");
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
