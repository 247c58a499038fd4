package io.framewise.adapters.inference.model.graph;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A zip archive of entries that are not compressed. */
final class StoredZip implements AutoCloseable {

    private final ZipOutputStream zip;

    StoredZip(OutputStream out) {
        this.zip = new ZipOutputStream(out);
        zip.setMethod(ZipOutputStream.STORED);
    }

    void add(String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        begin(name, content.length, crc);
        zip.write(content);
        zip.closeEntry();
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
