package io.framewise.adapters.inference.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Where the directory of a zip archive is. Readers differ about archives with something before, between or behind their
 * parts, so that an archive could show one program to this one and another to everybody else's; {@code torch.save} writes
 * nothing of the kind. Layout by PKWARE's APPNOTE.TXT, 4.3.14 to 4.3.16.
 */
final class ZipEnd {

    private static final int END = 22;
    private static final int LOCATOR = 20;
    private static final int END64 = 56;
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int LOCATOR_SIGNATURE = 0x07064b50;
    private static final int END64_SIGNATURE = 0x06064b50;

    private ZipEnd() {}

    /** @throws RefusedNetworkException {@code archive-damaged} */
    static void check(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            ByteBuffer tail = ByteBuffer.allocate((int) Math.min(size, END + LOCATOR + END64))
                    .order(ByteOrder.LITTLE_ENDIAN);
            long start = size - tail.capacity();
            while (tail.hasRemaining()) {
                if (channel.read(tail, start + tail.position()) < 0) {
                    break;
                }
            }
            if (!directoryIsBefore(tail.flip(), start)) {
                throw new RefusedNetworkException(
                        "archive-damaged",
                        "The directory of the archive is not at its end, where torch.save writes it.");
            }
        }
    }

    private static boolean directoryIsBefore(ByteBuffer tail, long start) {
        int end = tail.limit() - END;
        if (end < 0 || tail.getInt(end) != END_SIGNATURE || tail.getShort(end + 20) != 0) {
            return false;
        }
        long bytes = Integer.toUnsignedLong(tail.getInt(end + 12));
        long offset = Integer.toUnsignedLong(tail.getInt(end + 16));
        int locator = end - LOCATOR;
        if (locator < 0 || tail.getInt(locator) != LOCATOR_SIGNATURE) {
            return offset + bytes == start + end;
        }
        int end64 = locator - END64;
        return end64 >= 0
                && tail.getInt(end64) == END64_SIGNATURE
                && tail.getLong(locator + 8) == start + end64
                && isSame(bytes, tail.getLong(end64 + 40))
                && isSame(offset, tail.getLong(end64 + 48))
                && tail.getLong(end64 + 48) + tail.getLong(end64 + 40) == start + end64;
    }

    /** The short record says all ones when a number is in the long one only. */
    private static boolean isSame(long number, long number64) {
        return number64 >= 0 && (number == number64 || number == 0xffffffffL);
    }
}
