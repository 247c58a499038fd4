package io.framewise.adapters.inference.media;

import io.framewise.domain.Refusal;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.ZipException;

/**
 * Looks at a zip archive's central directory for what the JDK does not tell: encrypted entries, links, and how many
 * entries there are before it builds a table of them. By PKWARE's APPNOTE, 4.3.12 (entries), 4.3.14 to 16 (end records).
 */
final class ZipDirectory {

    private static final int END_SIZE = 22;
    private static final int LONGEST_COMMENT = 65_535;
    private static final int ENTRY_SIZE = 46;
    private static final int UNIX = 3;
    private static final int LARGEST = 128 << 20;

    private ZipDirectory() {}

    /**
     * @throws ZipException when there is no readable directory
     * @throws Refusal.Invalid with the codes of {@link io.framewise.application.media.MediaIndexer#unpack}
     */
    static void check(Path archive, int mostEntries, String path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "r")) {
            ByteBuffer tail = read(file, Math.max(0, file.length() - END_SIZE - LONGEST_COMMENT), file.length());
            int end = lastIndexOf(tail, 0x0605_4B50);
            if (end < 0) {
                throw new ZipException("it has no directory at its end");
            }
            long size = Integer.toUnsignedLong(tail.getInt(end + 12));
            long offset = Integer.toUnsignedLong(tail.getInt(end + 16));
            int locator = end - 20;
            if (locator >= 0 && tail.getInt(locator) == 0x0706_4B50) {
                ByteBuffer large = read(file, tail.getLong(locator + 8), tail.getLong(locator + 8) + 56);
                size = large.getLong(40);
                offset = large.getLong(48);
            }
            checkEntries(read(file, offset, offset + size), mostEntries, path);
        }
    }

    private static ByteBuffer read(RandomAccessFile file, long from, long to) throws IOException {
        if (from < 0 || to < from || to > file.length() || to - from > LARGEST) {
            throw new ZipException("its directory is damaged");
        }
        byte[] bytes = new byte[(int) (to - from)];
        file.seek(from);
        file.readFully(bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int lastIndexOf(ByteBuffer bytes, int signature) {
        for (int at = bytes.limit() - END_SIZE; at >= 0; at--) {
            if (bytes.getInt(at) == signature) {
                return at;
            }
        }
        return -1;
    }

    private static void checkEntries(ByteBuffer directory, int mostEntries, String path) {
        int entries = 0;
        for (int at = 0; at + ENTRY_SIZE <= directory.limit() && directory.getInt(at) == 0x0201_4B50; ) {
            if (++entries > mostEntries) {
                throw new Refusal.Invalid(
                        path,
                        "archive-too-large",
                        "The archive is too large. It has more than " + mostEntries + " entries.");
            }
            if ((directory.getShort(at + 8) & 1) != 0) {
                throw new Refusal.Invalid(path, "archive-entry-refused", "The archive is encrypted.");
            }
            boolean unix = directory.get(at + 5) == UNIX;
            int type = directory.getInt(at + 38) >>> 28;
            // S_IFREG, S_IFDIR, or nothing told.
            if (unix && type != 8 && type != 4 && type != 0) {
                throw new Refusal.Invalid(
                        path, "archive-entry-refused", "The archive has links or other special files in it.");
            }
            at += ENTRY_SIZE
                    + Short.toUnsignedInt(directory.getShort(at + 28))
                    + Short.toUnsignedInt(directory.getShort(at + 30))
                    + Short.toUnsignedInt(directory.getShort(at + 32));
        }
    }
}
