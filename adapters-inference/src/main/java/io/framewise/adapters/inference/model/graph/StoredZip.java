package io.framewise.adapters.inference.model.graph;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;

/** A zip archive of entries that are not compressed. */
public final class StoredZip implements AutoCloseable {

    private static final int PIECE = 1 << 16;

    /** Opens the content of an entry; it is read twice. */
    public interface Content {
        InputStream open() throws IOException;
    }

    private final ZipOutputStream zip;

    public StoredZip(OutputStream out) {
        this.zip = new ZipOutputStream(out);
        zip.setMethod(ZipOutputStream.STORED);
    }

    public void add(String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        begin(name, content.length, crc);
        zip.write(content);
        zip.closeEntry();
    }

    /**
     * @param size bytes
     * @throws ZipException when the content has more or fewer bytes
     */
    public void add(String name, long size, Content content) throws IOException {
        CRC32 crc = new CRC32();
        forEach(name, size, content, (piece, length) -> crc.update(piece, 0, length));
        begin(name, size, crc);
        forEach(name, size, content, (piece, length) -> zip.write(piece, 0, length));
        zip.closeEntry();
    }

    private static void forEach(String name, long size, Content content, FloatBytes.Taker taker) throws IOException {
        byte[] piece = new byte[PIECE];
        long left = size;
        try (InputStream in = content.open()) {
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                left -= length;
                if (left < 0) {
                    break;
                }
                taker.take(piece, length);
            }
        }
        if (left != 0) {
            throw new ZipException("The entry " + name + " does not have the " + size + " bytes that it says");
        }
    }

    /** Adds the values of a tensor, 4 bytes each, little-endian. */
    void add(String name, Tensor tensor, boolean channelsLast) throws IOException {
        CRC32 crc = new CRC32();
        FloatBytes values = new FloatBytes(tensor, channelsLast);
        values.forEach((piece, length) -> crc.update(piece, 0, length));
        begin(name, (long) Float.BYTES * tensor.size(), crc);
        values.forEach((piece, length) -> zip.write(piece, 0, length));
        zip.closeEntry();
    }

    private void begin(String name, long size, CRC32 crc) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0);
        entry.setSize(size);
        entry.setCompressedSize(size);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
