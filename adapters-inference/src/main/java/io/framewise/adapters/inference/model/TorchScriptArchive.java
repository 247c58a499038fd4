package io.framewise.adapters.inference.model;

import io.framewise.adapters.inference.model.graph.StoredZip;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A checked TorchScript archive. PyTorch finds entries without regard to case and where Java does not look for them, so it
 * is given an archive of our own: the entries below, under the names that were checked.
 */
final class TorchScriptArchive implements CheckedFile {

    private static final long MAX_CODE_BYTES = 16L << 20;
    private static final long MAX_PICKLE_BYTES = 64L << 20;
    private static final int MAX_LINE_BYTES = 16;

    private static final String OBJECTS = "data.pkl";
    private static final String CONSTANTS = "constants.pkl";
    private static final Pattern CODE = Pattern.compile("code/(?:\\w++/)*+\\w++\\.py");
    private static final Pattern VALUES = Pattern.compile("(?:data|constants)/[0-9]{1,9}");
    private static final Pattern VERSION = Pattern.compile("[0-9]{1,3}\\s*");
    // What exporters add and nobody needs for running it: places in their sources, samples of the input, marks.
    private static final Pattern LEFT_OUT = Pattern.compile("code/.*\\.debug_pkl|\\.data/.*|\\.format_version"
            + "|\\.storage_alignment|extra/.*|traced_inputs(?:\\.pkl|/.*)|.*/");

    private final Path file;
    private final Map<String, byte[]> texts = new LinkedHashMap<>();
    private final Map<String, ZipEntry> values = new LinkedHashMap<>();

    private TorchScriptArchive(Path file) {
        this.file = file;
    }

    /** @throws RefusedNetworkException naming the entry or the operator that is not taken */
    static TorchScriptArchive of(Path file) throws IOException {
        TorchScriptArchive archive = new TorchScriptArchive(file);
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipGuard.check(zip);
            archive.take(zip);
        }
        archive.check();
        return archive;
    }

    private void take(ZipFile zip) throws IOException {
        long code = 0;
        for (ZipEntry entry :
                (Iterable<ZipEntry>) () -> zip.stream().<ZipEntry>map(e -> e).iterator()) {
            String name = entry.getName().substring(entry.getName().indexOf('/') + 1);
            if (CODE.matcher(name).matches()) {
                code += entry.getSize();
                texts.put(name, bytes(zip, entry, MAX_CODE_BYTES));
            } else if (name.equals(OBJECTS) || name.equals(CONSTANTS)) {
                texts.put(name, bytes(zip, entry, MAX_PICKLE_BYTES));
            } else if (name.equals("byteorder")) {
                texts.put(name, bytes(zip, entry, MAX_LINE_BYTES));
            } else if (name.equals("version") || name.equals(".data/version")) {
                if (texts.put("version", bytes(zip, entry, MAX_LINE_BYTES)) != null) {
                    throw damaged("The archive tells its version twice.");
                }
            } else if (VALUES.matcher(name).matches()) {
                values.put(name, entry);
            } else if (!LEFT_OUT.matcher(name).matches()
                    || name.toLowerCase(Locale.ROOT).endsWith(".py")) {
                throw new RefusedNetworkException(
                        "archive-entry-refused",
                        "The archive has an entry \"" + (name.length() > 80 ? name.substring(0, 80) + "…" : name)
                                + "\", which torch.jit.save does not write.");
            }
            if (code > MAX_CODE_BYTES) {
                throw new RefusedNetworkException(
                        "archive-too-large", "The program alone has over " + (MAX_CODE_BYTES >> 20) + " MB.");
            }
        }
    }

    private static byte[] bytes(ZipFile zip, ZipEntry entry, long most) throws IOException {
        if (entry.getSize() > most) {
            throw new RefusedNetworkException(
                    "archive-too-large",
                    "The archive is too large. Its \"" + entry.getName() + "\" alone has " + entry.getSize()
                            + " bytes.");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes((int) entry.getSize());
            if (bytes.length != entry.getSize() || in.read() >= 0) {
                throw damaged("The entry \"" + entry.getName() + "\" does not have the size that it says.");
            }
            return bytes;
        }
    }

    private void check() throws IOException {
        if (!VERSION.matcher(text("version")).matches()) {
            throw damaged("The archive does not tell its version.");
        }
        if (texts.containsKey("byteorder") && !text("byteorder").equals("little")) {
            throw new RefusedNetworkException("tensor-refused", "The file was written on a big-endian machine.");
        }
        List<String> code = new ArrayList<>();
        for (String name : texts.keySet()) {
            if (name.endsWith(".py")) {
                code.add(text(name));
            }
        }
        NetworkOperators.check(code);
        ProgramObjects.check(OBJECTS, text(OBJECTS).getBytes(StandardCharsets.ISO_8859_1), key -> size("data/" + key));
        ProgramObjects.check(
                CONSTANTS, text(CONSTANTS).getBytes(StandardCharsets.ISO_8859_1), key -> size("constants/" + key));
    }

    /** One character for each byte, so that it splits where the bytes do. */
    private String text(String name) {
        byte[] bytes = texts.get(name);
        if (bytes == null) {
            throw damaged("The archive has no \"" + name + "\".");
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private long size(String name) {
        ZipEntry entry = values.get(name);
        return entry == null ? -1 : entry.getSize();
    }

    private static RefusedNetworkException damaged(String sentence) {
        return new RefusedNetworkException("archive-damaged", sentence);
    }

    @Override
    public void writeTo(Path target) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile());
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(target), 1 << 16);
                StoredZip copy = new StoredZip(out)) {
            for (Map.Entry<String, byte[]> text : texts.entrySet()) {
                copy.add("network/" + text.getKey(), text.getValue());
            }
            for (Map.Entry<String, ZipEntry> each : values.entrySet()) {
                ZipEntry entry = each.getValue();
                copy.add("network/" + each.getKey(), entry.getSize(), () -> zip.getInputStream(entry));
            }
        }
    }
}
