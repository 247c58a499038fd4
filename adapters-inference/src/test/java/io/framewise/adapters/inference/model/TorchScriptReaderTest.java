package io.framewise.adapters.inference.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TorchScriptReaderTest {

    private static final String GOOD = TorchFiles.source("torch.relu(x)");
    private static final String EVIL = TorchFiles.source("torch.save(x, \"/tmp/x\")");

    @TempDir
    private Path folder;

    private final TorchScriptReader reader = new TorchScriptReader();

    private Path program(String... entries) throws IOException {
        Map<String, String> sources = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            sources.put(entries[i], entries[i + 1]);
        }
        return TorchFiles.program(folder.resolve("program.pt"), sources);
    }

    @Test
    void a_program_that_computes_is_taken() throws IOException {
        Path file = program("code/__torch__.py", GOOD);
        Path copy = folder.resolve("copy.pt");

        ReadNetwork read = RefusedFile.read(reader, file);
        ((ReadNetwork.Program.TorchScript) read.program()).file().writeTo(copy);

        assertThat(reader.recognises(file)).isTrue();
        assertThat(reader.recognises(copy)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "code/__torch__/deep/inside.py, operator-refused, torch.save",
        "code/__torch__.PY, archive-entry-refused, code/__torch__.PY",
        "CODE/__torch__.Py, archive-entry-refused, CODE/__torch__.Py",
        "extra/notes.py, archive-entry-refused, extra/notes.py",
        "data/0.py, archive-entry-refused, data/0.py",
    })
    void code_is_looked_for_in_every_entry(String hidden, String code, String reason) throws IOException {
        RefusedNetworkException refusal =
                RefusedFile.by(reader, program("code/__torch__/first.py", GOOD, hidden, EVIL));

        assertThat(refusal).hasMessageContaining(reason).returns(code, RefusedNetworkException::code);
    }

    @Test
    void what_one_entry_begins_hides_nothing_in_the_next() throws IOException {
        Path file = program("code/a.py", "x = \"\"\"\\\"\"\"\n", "code/__torch__.py", EVIL + "# \"\"\"\n");

        assertThat(RefusedFile.by(reader, file).code()).isEqualTo("operator-refused");
    }

    @Test
    void a_program_that_is_longer_than_any_is_refused() throws IOException {
        String comment = "# " + "0123456789abcdef".repeat(40) + "\n";
        StringBuilder noisy = new StringBuilder();
        for (int i = 0; noisy.length() < 17 << 20; i++) {
            noisy.append(i * 31 % 9973).append(comment);
        }

        RefusedNetworkException refusal =
                RefusedFile.by(reader, program("code/__torch__.py", GOOD, "code/long.py", noisy.toString()));

        assertThat(refusal.code()).isEqualTo("archive-too-large");
    }

    @Test
    void an_archive_of_weights_is_no_program() throws IOException {
        Path weights = TorchFiles.save(folder.resolve("weights.pth"), Map.of());
        Path empty = TorchFiles.program(folder.resolve("empty.pt"), Map.of());

        assertThat(reader.recognises(weights)).isFalse();
        assertThat(reader.recognises(empty)).isFalse();
    }
}
