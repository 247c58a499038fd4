package io.framewise.adapters.inference.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Looks at an uploaded zip archive before anything of it is unpacked: is it of sane size, with sane names? */
public final class ZipGuard {

    private static final int MAX_ENTRIES = 20_000;
    private static final long MAX_BYTES = 4L << 30;
    // Weights are stored as they are; code and its source map shrink to a tenth or so.
    private static final long MAX_RATIO = 100;
    private static final long SMALL = 1 << 20;

    private ZipGuard() {}

    /** Whether a file begins as a zip archive does. */
    public static boolean isZip(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(4);
            return head.length == 4 && head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4;
        }
    }

    /**
     * @throws RefusedNetworkException {@code archive-too-large}, {@code archive-entry-refused} or {@code archive-damaged}
     * @throws IOException when the file cannot be read
     */
    public static void check(ZipFile zip) throws IOException {
        Path file = Path.of(zip.getName());
        ZipEnd.check(file);
        if (zip.size() > MAX_ENTRIES) {
            throw tooLarge("It has " + zip.size() + " entries; " + MAX_ENTRIES + " are allowed.");
        }
        Set<String> names = new HashSet<>();
        Set<String> roots = new HashSet<>();
        long total = 0;
        long totalStored = 0;
        for (ZipEntry entry :
                (Iterable<ZipEntry>) () -> zip.stream().<ZipEntry>map(e -> e).iterator()) {
            checkName(entry.getName());
            if (!names.add(entry.getName().toLowerCase(Locale.ROOT))) {
                throw refused("The archive has the entry \"" + printable(entry.getName()) + "\" twice.");
            }
            roots.add(entry.getName().substring(0, Math.max(0, entry.getName().indexOf('/'))));
            long size = entry.getSize();
            long stored = Math.max(1, entry.getCompressedSize());
            if (size < 0 || size > SMALL && size / stored > MAX_RATIO) {
                throw tooLarge("An entry of " + stored + " bytes unpacks to " + size + ".");
            }
            if (entry.getMethod() == ZipEntry.STORED && size != entry.getCompressedSize()) {
                throw refused("The archive says two sizes of its entry \"" + printable(entry.getName()) + "\".");
            }
            total += size;
            totalStored += stored;
            if (total > MAX_BYTES) {
                throw tooLarge("It unpacks to more than " + (MAX_BYTES >> 20) + " MB.");
            }
        }
        if (totalStored > Files.size(file) + zip.size()) {
            throw refused("Entries of the archive lie one over the other.");
        }
        if (roots.size() > 1) {
            throw refused("An archive of torch.save has one folder at its top; this one has more.");
        }
    }

    private static void checkName(String name) {
        boolean odd = name.startsWith("/")
                || name.contains("\\")
                || name.contains(":")
                || name.chars().anyMatch(Character::isISOControl)
                || List.of(name.split("/", -1)).contains("..");
        if (odd) {
            throw refused(
                    "The archive has an entry with the name \"" + printable(name) + "\", which points outside of it.");
        }
    }

    private static String printable(String name) {
        String clean = name.replaceAll("\\p{Cntrl}", "?");
        return clean.length() > 80 ? clean.substring(0, 80) + "…" : clean;
    }

    private static RefusedNetworkException refused(String message) {
        return new RefusedNetworkException("archive-entry-refused", message);
    }

    private static RefusedNetworkException tooLarge(String detail) {
        return new RefusedNetworkException("archive-too-large", "The archive is too large. " + detail);
    }
}
