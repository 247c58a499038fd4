package io.framewise.adapters.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.framewise.adapters.inference.model.graph.Tensor;
import io.framewise.adapters.inference.model.statedict.StateDictReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipGuardTest {

    @TempDir
    private Path folder;

    private byte[] archive() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("net/data.pkl", new byte[100]);
        entries.put("net/data/0", new byte[1000]);
        return Files.readAllBytes(TorchFiles.zip(folder.resolve("archive.zip"), entries));
    }

    private static void check(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipGuard.check(zip);
        }
    }

    private RefusedNetworkException refusal(byte[] archive) throws IOException {
        Path file = Files.write(folder.resolve("refused.zip"), archive);
        return catchThrowableOfType(RefusedNetworkException.class, () -> check(file));
    }

    private static int find(byte[] archive, int signature, int nth) {
        ByteBuffer bytes = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
        int left = nth;
        for (int i = 0; i + 4 <= archive.length; i++) {
            if (bytes.getInt(i) == signature && left-- == 0) {
                return i;
            }
        }
        throw new IllegalStateException("No such record.");
    }

    @Test
    void an_archive_of_sane_size_and_names_is_taken() throws IOException {
        Path file = Files.write(folder.resolve("good.zip"), archive());

        assertThatCode(() -> check(file)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../x", "net/../../x", "/etc/passwd", "net/data/../../../x", "c:\\x", "net/a\nb"})
    void an_entry_that_points_outside_is_refused(String name) throws IOException {
        Path file = TorchFiles.zip(folder.resolve("outside.zip"), Map.of(name, new byte[1]));

        RefusedNetworkException refusal = catchThrowableOfType(RefusedNetworkException.class, () -> check(file));

        assertThat(refusal.code()).isEqualTo("archive-entry-refused");
    }

    @Test
    void entries_whose_names_differ_by_case_only_are_one_for_libtorch() throws IOException {
        Path file = TorchFiles.zip(
                folder.resolve("case.zip"), Map.of("net/data.pkl", new byte[1], "net/DATA.PKL", new byte[1]));

        RefusedNetworkException refusal = catchThrowableOfType(RefusedNetworkException.class, () -> check(file));

        assertThat(refusal)
                .hasMessageContaining("twice")
                .returns("archive-entry-refused", RefusedNetworkException::code);
    }

    @Test
    void entries_that_lie_one_over_the_other_are_refused() throws IOException {
        byte[] archive = archive();
        ByteBuffer bytes = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
        // The second entry's place and sizes become those of all of the file.
        for (int nth = 0; nth < 2; nth++) {
            int record = find(archive, 0x02014b50, nth);
            bytes.putShort(record + 10, (short) 8);
            bytes.putInt(record + 20, archive.length - 50);
            bytes.putInt(record + 24, archive.length);
            bytes.putInt(record + 42, 0);
        }

        assertThat(refusal(archive)).hasMessageContaining("one over the other");
    }

    @Test
    void an_entry_with_two_sizes_is_refused() throws IOException {
        byte[] archive = archive();
        int record = find(archive, 0x02014b50, 1);
        ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN).putShort(record + 10, (short) 0);

        assertThat(refusal(archive)).hasMessageContaining("two sizes");
    }

    @Test
    void an_entry_that_grows_beyond_reason_is_refused() throws IOException {
        byte[] archive = archive();
        int record = find(archive, 0x02014b50, 1);
        ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN).putInt(record + 24, Integer.MAX_VALUE);

        assertThat(refusal(archive)).returns("archive-too-large", RefusedNetworkException::code);
    }

    /** Java finds the directory from the end backwards, libtorch by the offset that is told: each another program. */
    @Test
    void an_archive_with_two_directories_is_refused() throws IOException {
        byte[] archive = archive();
        int end = find(archive, 0x06054b50, 0);
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(archive, 0, end);
        both.write(archive, 0, archive.length);

        assertThat(refusal(both.toByteArray())).hasMessageContaining("directory of the archive");
    }

    @Test
    void the_long_records_that_torch_writes_are_understood() throws IOException {
        byte[] archive = archive();
        int end = find(archive, 0x06054b50, 0);
        ByteBuffer old = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
        long bytes = old.getInt(end + 12);
        long offset = old.getInt(end + 16);
        ByteBuffer file = ByteBuffer.allocate(archive.length + 76).order(ByteOrder.LITTLE_ENDIAN);
        file.put(archive, 0, end)
                .putInt(0x06064b50)
                .putLong(44)
                .putInt(0)
                .putInt(0)
                .putInt(0);
        file.putLong(2).putLong(2).putLong(bytes).putLong(offset);
        file.putInt(0x07064b50).putInt(0).putLong(end).putInt(1).put(archive, end, 22);
        Path good = Files.write(folder.resolve("long.zip"), file.array());
        file.putLong(end + 48, offset - 1);

        assertThatCode(() -> check(good)).doesNotThrowAnyException();
        assertThat(catchThrowable(() -> check(Files.write(folder.resolve("lying.zip"), file.array()))))
                .isNotNull();
    }

    @Test
    void bytes_before_or_behind_the_archive_are_refused() throws IOException {
        byte[] archive = archive();
        byte[] before = new byte[archive.length + 10];
        System.arraycopy(archive, 0, before, 10, archive.length);
        byte[] commented = Arrays.copyOf(archive, archive.length + 4);
        commented[archive.length - 2] = 4;

        assertThat(refusal(before)).hasMessageContaining("directory of the archive");
        assertThat(refusal(commented)).hasMessageContaining("directory of the archive");
    }

    @Test
    void a_state_dict_that_was_cut_off_anywhere_is_refused() throws IOException {
        byte[] whole = Files.readAllBytes(
                TorchFiles.save(folder.resolve("whole.pth"), Map.of("conv1.weight", Tensor.of(List.of(2), 1, 2))));

        for (int length = 0; length < whole.length; length++) {
            Path cut = Files.write(folder.resolve("cut.pth"), Arrays.copyOf(whole, length));
            assertThat(RefusedFile.quietly(new StateDictReader(), cut)).isPresent();
        }
    }

    @Test
    void damage_anywhere_ends_in_a_refusal_at_most() throws IOException {
        byte[] whole = Files.readAllBytes(
                TorchFiles.save(folder.resolve("whole.pth"), Map.of("conv1.weight", Tensor.of(List.of(2), 1, 2))));

        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) 0xff;
            Path file = Files.write(folder.resolve("damaged.pth"), damaged);
            Throwable thrown = catchThrowable(() -> RefusedFile.read(new StateDictReader(), file));
            assertThat(thrown).isInstanceOfAny(RefusedNetworkException.class, IOException.class);
        }
    }
}
