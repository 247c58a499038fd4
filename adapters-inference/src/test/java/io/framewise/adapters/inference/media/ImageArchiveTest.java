package io.framewise.adapters.inference.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.framewise.adapters.inference.media.decoding.Limits;
import io.framewise.application.media.UploadedFile;
import io.framewise.domain.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageArchiveTest {

    @TempDir
    Path folder;

    private Path into;

    @BeforeEach
    void makeFolder() throws IOException {
        into = Files.createDirectory(folder.resolve("into"));
    }

    private Path zip(int size, String... names) throws IOException {
        Path file = folder.resolve("archive.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                for (int left = size; left > 0; left -= 1 << 16) {
                    zip.write(new byte[Math.min(left, 1 << 16)]);
                }
            }
        }
        return file;
    }

    private List<UploadedFile> unpack(Path archive, long mostBytes) {
        MediaSettings settings = new MediaSettings(
                new Limits(1000, 1000, 1000, mostBytes),
                5,
                50,
                2,
                1,
                Duration.ofSeconds(9),
                Duration.ofSeconds(9),
                0,
                into);
        return new ImageArchive(settings, "/files/0").unpack(new UploadedFile("archive.zip", archive), into);
    }

    private Refusal.Invalid refusal(Path archive, long mostBytes) {
        return catchThrowableOfType(Refusal.Invalid.class, () -> unpack(archive, mostBytes));
    }

    /** Changes bytes behind each signature of a central directory entry. */
    private static Path patched(Path archive, int offset, int value) throws IOException {
        byte[] bytes = Files.readAllBytes(archive);
        for (int i = 0; i + 46 < bytes.length; i++) {
            if (bytes[i] == 'P' && bytes[i + 1] == 'K' && bytes[i + 2] == 1 && bytes[i + 3] == 2) {
                bytes[i + offset] = (byte) value;
                bytes[i + 5] = 3;
            }
        }
        return Files.write(archive, bytes);
    }

    @Test
    void imagesComeInTheirNaturalOrderUnderNumbers() throws IOException {
        Path archive = zip(9, "walk/frame10.png", "walk/frame2.png", "walk/frame1.png", "a.png");

        List<UploadedFile> files = unpack(archive, 1000);

        assertThat(files)
                .extracting(UploadedFile::name)
                .containsExactly("a.png", "frame1.png", "frame2.png", "frame10.png");
        assertThat(files)
                .extracting(file -> into.relativize(file.file()).toString())
                .containsExactly("000000", "000001", "000002", "000003");
        assertThat(files).allSatisfy(file -> assertThat(file.file()).hasSize(9));
    }

    @Test
    void whatOperatingSystemsLeaveIsPassedOver() throws IOException {
        Path archive = zip(9, "__MACOSX/._a.png", ".DS_Store", "Thumbs.db", "b/", "b/a.png");

        assertThat(unpack(archive, 1000)).extracting(UploadedFile::name).containsExactly("a.png");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a.png", "b/../../a.png", "/etc/a.png", "C:/a.png", "..\\a.png"})
    void namesThatLeadOutAreRefused(String name) throws IOException {
        Refusal.Invalid refusal = refusal(zip(9, "ok.png", name), 1000);

        assertThat(refusal.code()).isEqualTo("archive-entry-refused");
        assertThat(into).isEmptyDirectory();
    }

    @Test
    void linksAreRefused() throws IOException {
        Path archive = patched(zip(9, "a.png"), 41, 0xA1);

        assertThat(refusal(archive, 1000).code()).isEqualTo("archive-entry-refused");
    }

    @Test
    void encryptedArchivesAreRefused() throws IOException {
        Path archive = patched(zip(9, "a.png"), 8, 9);

        assertThat(refusal(archive, 1000).code()).isEqualTo("archive-entry-refused");
    }

    @Test
    void tooManyBytesAreRefusedAsTheyComeWhateverTheEntrySays() throws IOException {
        Path archive = patched(zip(5000, "a.png"), 24, 1);

        assertThat(refusal(archive, 4000).code()).isIn("archive-too-large", "archive-unreadable");
        assertThat(refusal(zip(5000, "a.png"), 4000).code()).isEqualTo("archive-too-large");
    }

    @Test
    void bombsAreRefused() throws IOException {
        Refusal.Invalid refusal = refusal(zip(200 << 20, "a.png"), 1L << 30);

        assertThat(refusal.code()).isEqualTo("archive-too-large");
        assertThat(Files.size(into.resolve("000000"))).isLessThan(80L << 20);
    }

    @Test
    void tooManyEntriesAreRefused() throws IOException {
        assertThat(refusal(zip(1, "a", "b", "c", "d", "e", "f"), 1000).code()).isEqualTo("archive-too-large");
    }

    @Test
    void anArchiveWithoutFilesIsRefused() throws IOException {
        assertThat(refusal(zip(0, "empty/"), 1000).code()).isEqualTo("archive-empty");
    }

    @Test
    void aBrokenArchiveIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(zip(9, "a.png"));
        Path broken = Files.write(folder.resolve("broken.zip"), java.util.Arrays.copyOf(whole, whole.length - 30));

        assertThat(ImageArchive.isArchive(broken)).isTrue();
        assertThat(refusal(broken, 1000).code()).isEqualTo("archive-unreadable");
    }

    @Test
    void archivesAreKnownByTheirFirstBytes() throws IOException {
        assertThat(ImageArchive.isArchive(zip(9, "a.png"))).isTrue();
        assertThat(ImageArchive.isArchive(Clips.fixture("deep.png"))).isFalse();
    }
}
