package io.framewise.adapters.inference.media;

import io.framewise.application.media.UploadedFile;
import io.framewise.domain.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Zip archives of images. Names of entries are labels and never paths: on disk the files are called by number. What
 * entries say about their size is not believed: bytes are counted as they are unpacked.
 */
final class ImageArchive {

    /** Below this many bytes nothing is too strongly compressed: blank pictures are. */
    private static final long HARMLESS = 64L << 20;

    private static final int CHUNK = 1 << 16;

    private final MediaSettings settings;
    private final String path;
    private long unpacked;

    /** @param path JSON pointer of the upload, for violations */
    ImageArchive(MediaSettings settings, String path) {
        this.settings = settings;
        this.path = path;
    }

    /** By the signature of a local file header, or of the end record of an empty archive (APPNOTE 4.3). */
    static boolean isArchive(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(4);
            return head.length == 4
                    && head[0] == 'P'
                    && head[1] == 'K'
                    && (head[2] == 3 && head[3] == 4 || head[2] == 5 && head[3] == 6);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<UploadedFile> unpack(UploadedFile archive, Path into) {
        try {
            long packed = Files.size(archive.file());
            ZipDirectory.check(archive.file(), settings.archiveEntries(), path);
            try (ZipFile zip = new ZipFile(archive.file().toFile())) {
                List<ZipEntry> images = images(zip);
                List<UploadedFile> files = new ArrayList<>();
                for (ZipEntry entry : images) {
                    Path file = into.resolve(String.format(Locale.ROOT, "%06d", files.size()));
                    copy(zip, entry, file, packed);
                    files.add(new UploadedFile(label(entry), file));
                }
                return List.copyOf(files);
            }
        } catch (ZipException e) {
            throw new Refusal.Invalid(
                    path, "archive-unreadable", "The archive cannot be read: " + e.getMessage() + ".");
        } catch (IOException e) {
            throw new Refusal.Unavailable(
                    "archive-not-unpacked", "The archive cannot be unpacked: " + e.getMessage() + ".");
        }
    }

    private List<ZipEntry> images(ZipFile zip) {
        if (zip.size() > settings.archiveEntries()) {
            throw tooLarge("It has " + zip.size() + " entries; at most " + settings.archiveEntries() + " are allowed.");
        }
        List<ZipEntry> images = new ArrayList<>();
        zip.stream().forEach(entry -> {
            if (!isPlain(entry.getName())) {
                throw new Refusal.Invalid(
                        path,
                        "archive-entry-refused",
                        "The archive has an entry whose name leads out of it: \"" + entry.getName() + "\".");
            }
            if (!entry.isDirectory() && !isPassedOver(entry.getName())) {
                images.add(entry);
            }
        });
        if (images.isEmpty()) {
            throw new Refusal.Invalid(path, "archive-empty", "There are no files in the archive.");
        }
        images.sort(Comparator.comparing(ZipEntry::getName, NaturalOrder.INSTANCE));
        return images;
    }

    private static boolean isPlain(String name) {
        return !name.isEmpty()
                && name.chars().noneMatch(c -> c < ' ' || c == '\\' || c == 0x7F)
                && !name.startsWith("/")
                && !name.matches("[A-Za-z]:.*")
                && List.of(name.split("/", -1)).stream().noneMatch(part -> part.equals(".."));
    }

    private static boolean isPassedOver(String name) {
        for (String part : name.split("/", -1)) {
            if (part.startsWith(".")
                    || part.equals("__MACOSX")
                    || part.equalsIgnoreCase("Thumbs.db")
                    || part.equalsIgnoreCase("desktop.ini")) {
                return true;
            }
        }
        return false;
    }

    private static String label(ZipEntry entry) {
        return entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
    }

    private void copy(ZipFile zip, ZipEntry entry, Path file, long packed) throws IOException {
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = zip.getInputStream(entry);
                OutputStream out = Files.newOutputStream(file)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                unpacked += read;
                if (unpacked > settings.limits().bytes()) {
                    throw tooLarge("It has more than " + settings.limits().bytes() + " bytes when it is unpacked.");
                }
                if (unpacked > HARMLESS && unpacked / settings.archiveRatio() > packed) {
                    throw tooLarge("It grows to more than " + settings.archiveRatio() + " times its size.");
                }
                out.write(chunk, 0, read);
            }
        }
    }

    private Refusal.Invalid tooLarge(String why) {
        return new Refusal.Invalid(path, "archive-too-large", "The archive is too large. " + why);
    }
}
