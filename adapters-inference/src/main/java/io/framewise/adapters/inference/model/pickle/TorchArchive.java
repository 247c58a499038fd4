package io.framewise.adapters.inference.model.pickle;

import io.framewise.adapters.inference.model.RefusedNetworkException;
import io.framewise.adapters.inference.model.ZipGuard;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What {@code torch.save} writes since torch 1.6: a zip of {@code <root>/data.pkl} and the values of its tensors as {@code
 * <root>/data/<key>}. Sizes are bounded before anything is unpacked.
 */
public final class TorchArchive implements AutoCloseable {

    private static final long MAX_PICKLE = 64L << 20;

    private final ZipFile zip;
    private final String root;
    private final Map<String, ByteBuffer> storages = new HashMap<>();
    private final Map<String, ZipEntry> entries = new HashMap<>();

    private TorchArchive(ZipFile zip) throws IOException {
        this.zip = zip;
        this.root = check();
    }

    /**
     * @throws RefusedNetworkException when it is not such an archive, or a hostile one
     * @throws IOException when it is no readable zip
     */
    public static TorchArchive open(Path file) throws IOException {
        ZipFile zip = new ZipFile(file.toFile());
        try {
            return new TorchArchive(zip);
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private String check() throws IOException {
        ZipGuard.check(zip);
        List<String> pickles = new ArrayList<>();
        for (ZipEntry entry :
                (Iterable<ZipEntry>) () -> zip.stream().<ZipEntry>map(e -> e).iterator()) {
            String name = entry.getName();
            entries.put(name, entry);
            if (name.endsWith("/data.pkl") && name.indexOf('/') == name.length() - "/data.pkl".length()) {
                pickles.add(name);
            }
        }
        if (pickles.size() != 1) {
            throw new RefusedNetworkException("not-a-network", "This archive is not one that torch.save has written.");
        }
        String pickle = pickles.get(0);
        return pickle.substring(0, pickle.length() - "data.pkl".length());
    }

    /** Whether it holds a program, too: then it is TorchScript. */
    public boolean isTorchScript() {
        return entries.containsKey(root + "constants.pkl")
                || entries.keySet().stream().anyMatch(name -> name.startsWith(root + "code/"));
    }

    public Pickled pickle() throws IOException {
        if (entries.containsKey(root + "byteorder")
                && !new String(bytes("byteorder", 16), java.nio.charset.StandardCharsets.US_ASCII).equals("little")) {
            throw new RefusedNetworkException("tensor-refused", "The file was written on a big-endian machine.");
        }
        return PickleReader.read(ByteBuffer.wrap(bytes("data.pkl", MAX_PICKLE)));
    }

    private byte[] bytes(String name, long most) throws IOException {
        ZipEntry entry = entry(name);
        if (entry.getSize() > most) {
            throw tooLarge("Its \"" + name + "\" alone has " + entry.getSize() + " bytes.");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return in.readNBytes((int) entry.getSize());
        }
    }

    private ZipEntry entry(String name) {
        ZipEntry entry = entries.get(root + name);
        if (entry == null) {
            throw new RefusedNetworkException("archive-damaged", "The archive has no \"" + name + "\".");
        }
        return entry;
    }

    /**
     * The bytes of a storage, little-endian; read once.
     *
     * @param place of the tensor, for the message
     */
    ByteBuffer storage(String key, String place) throws IOException {
        ByteBuffer known = storages.get(key);
        if (known == null) {
            known = read(key, place);
            storages.put(key, known);
        }
        return known.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    private ByteBuffer read(String key, String place) throws IOException {
        ZipEntry entry = entries.get(root + "data/" + key);
        if (entry == null) {
            throw new RefusedNetworkException("archive-damaged", "The archive lacks the values of " + place + ".");
        }
        if (entry.getSize() > Integer.MAX_VALUE - 64) {
            throw tooLarge("The values of " + place + " alone have " + entry.getSize() + " bytes.");
        }
        ByteBuffer bytes = ByteBuffer.allocateDirect((int) entry.getSize());
        try (ReadableByteChannel in = Channels.newChannel(zip.getInputStream(entry))) {
            while (bytes.hasRemaining() && in.read(bytes) >= 0) {
                // Goes on.
            }
        }
        if (bytes.hasRemaining()) {
            throw new RefusedNetworkException("archive-damaged", "The values of " + place + " are cut off.");
        }
        return bytes.flip();
    }

    private static RefusedNetworkException tooLarge(String detail) {
        return new RefusedNetworkException("archive-too-large", "The archive is too large. " + detail);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
