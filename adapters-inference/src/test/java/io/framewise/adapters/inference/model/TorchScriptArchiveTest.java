package io.framewise.adapters.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.framewise.adapters.inference.inference.TestNetworks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** By mean-colour.pt, and archives that look like it; {@code networks/make_programs.py} makes those. */
class TorchScriptArchiveTest {

    @TempDir
    private Path folder;

    @Test
    void the_copy_has_the_entries_that_were_checked_and_no_others() throws IOException {
        Map<String, byte[]> whole = entries(TestNetworks.network("mean-colour.pt"));
        whole.put("network/.data/serialization_id", new byte[20]);
        whole.put("network/code/__torch__.py.debug_pkl", new byte[20]);
        whole.put("network/extra/notes", new byte[20]);

        Map<String, byte[]> copy = copied(archive(whole));

        assertThat(copy.keySet())
                .containsExactlyInAnyOrder(
                        "network/data.pkl",
                        "network/constants.pkl",
                        "network/code/__torch__.py",
                        "network/version",
                        "network/data/0");
        assertThat(copy).allSatisfy((name, content) -> assertThat(content).isEqualTo(whole.get(name)));
    }

    @ParameterizedTest
    @CsvSource({
        "two-directories.pt, archive-damaged, The directory of the archive is not at its end",
        "other-case.pt, archive-entry-refused, code/__torch__.PY",
        "asks-by-text.pt, operator-refused, from_file",
        "continued-line.pt, operator-refused, character 92",
        "reads-file.pt, operator-refused, torch.from_file"
    })
    void what_pytorch_would_run_is_what_is_looked_at(String network, String code, String place) {
        assertThatExceptionOfType(RefusedNetworkException.class)
                .isThrownBy(() -> read(TestNetworks.network(network)))
                .withMessageContaining(place)
                .returns(code, RefusedNetworkException::code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model.json",
                "DATA/0",
                "data/0/1",
                "attributes.pkl",
                "code/__torch__.pyc",
                "code/__torch__/.py",
                "CODE/other.py",
                "extra/notes.py",
                ".data/notes.PY",
                "tensors/0",
                "bytecode.pkl"
            })
    void entries_that_nobody_knows_are_refused_by_name(String name) throws IOException {
        Map<String, byte[]> entries = entries(TestNetworks.network("mean-colour.pt"));
        entries.remove("network/data/0");
        entries.put("network/" + name, new byte[4]);
        Path file = archive(entries);

        assertThatExceptionOfType(RefusedNetworkException.class)
                .isThrownBy(() -> read(file))
                .withMessageContaining("\"" + name + "\"")
                .returns("archive-entry-refused", RefusedNetworkException::code);
    }

    @Test
    void the_version_may_stand_where_newer_exporters_write_it() throws IOException {
        Map<String, byte[]> entries = entries(TestNetworks.network("mean-colour.pt"));
        byte[] version = entries.remove("network/version");
        entries.put("network/.data/version", version);

        Map<String, byte[]> copy = copied(archive(entries));

        assertThat(copy).containsEntry("network/version", version);
        entries.put("network/version", "3".getBytes(StandardCharsets.US_ASCII));
        Path twice = archive(entries);
        assertThatExceptionOfType(RefusedNetworkException.class)
                .isThrownBy(() -> read(twice))
                .withMessage("The archive tells its version twice.");
    }

    @Test
    void an_archive_behind_something_else_is_none() throws IOException {
        byte[] archive = Files.readAllBytes(TestNetworks.network("mean-colour.pt"));
        byte[] longer = new byte[archive.length + 8];
        System.arraycopy("....PTMF".getBytes(StandardCharsets.US_ASCII), 0, longer, 0, 8);
        System.arraycopy(archive, 0, longer, 8, archive.length);
        Path file = Files.write(folder.resolve("prefixed.pt"), longer);

        assertThatExceptionOfType(RefusedNetworkException.class)
                .isThrownBy(() -> read(file))
                .returns("not-a-network", RefusedNetworkException::code);
    }

    @Test
    void values_that_are_missing_are_refused_before_pytorch_believes_in_them() throws IOException {
        Map<String, byte[]> entries = entries(TestNetworks.network("mean-colour.pt"));
        entries.put("network/data/0", new byte[8]);
        Path file = archive(entries);

        assertThatExceptionOfType(RefusedNetworkException.class)
                .isThrownBy(() -> read(file))
                .withMessage("The network's data.pkl has 3 values, which are not in the archive.")
                .returns("tensor-refused", RefusedNetworkException::code);
    }

    private static ReadNetwork read(Path file) throws IOException {
        return new WeightsReaders().read(file, new NetworkReader.Expected(Optional.empty(), OptionalInt.empty()));
    }

    private Map<String, byte[]> copied(Path file) throws IOException {
        Path copy = folder.resolve("copy.pt");
        ((ReadNetwork.Program.TorchScript) read(file).program()).file().writeTo(copy);
        return entries(copy);
    }

    private static Map<String, byte[]> entries(Path file) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : (Iterable<ZipEntry>)
                    () -> zip.stream().<ZipEntry>map(e -> e).iterator()) {
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return entries;
    }

    private Path archive(Map<String, byte[]> entries) throws IOException {
        Path file = Files.createTempFile(folder, "archive", ".pt");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return file;
    }
}
