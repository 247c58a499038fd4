package io.framewise.adapters.inference.model;

import io.framewise.domain.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Looks into an uploaded file before the engine may: is it a TorchScript archive, that is a zip of {@code
 * <root>/data.pkl}, {@code <root>/constants.pkl} and {@code <root>/code/…}, of sane size, with a program that stays away
 * from files?
 */
final class TorchScriptArchive {

    private static final int MAX_ENTRIES = 20_000;
    private static final long MAX_BYTES = 4L << 30;
    private static final long MAX_CODE_BYTES = 16L << 20;
    // Weights are stored as they are; code and its source map shrink to a tenth or so.
    private static final long MAX_RATIO = 100;
    private static final long SMALL = 1 << 20;
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final int HEAD = 1 << 16;

    private final ZipFile zip;
    private final String path;

    private TorchScriptArchive(ZipFile zip, String path) {
        this.zip = zip;
        this.path = path;
    }

    /**
     * @param path JSON pointer of the upload
     * @throws Refusal.Invalid when it is not
     */
    static void check(Path file, String path) {
        try {
            byte[] head = head(file);
            if (!startsWith(head, ZIP)) {
                throw notTorchScript(path, kindOf(head));
            }
            try (ZipFile zip = new ZipFile(file.toFile())) {
                new TorchScriptArchive(zip, path).check();
            }
        } catch (IOException | IllegalArgumentException e) {
            throw notTorchScript(path, "This file is a damaged archive, not a TorchScript archive.");
        }
    }

    private void check() throws IOException {
        List<ZipEntry> entries = Collections.list(zip.entries()).stream()
                .<ZipEntry>map(entry -> entry)
                .toList();
        if (entries.size() > MAX_ENTRIES) {
            throw tooLarge("It has " + entries.size() + " entries; " + MAX_ENTRIES + " are allowed.");
        }
        checkNames(entries);
        checkSizes(entries);
        checkKind(entries);
        checkCode(entries);
    }

    private void checkNames(List<ZipEntry> entries) {
        Set<String> names = new HashSet<>();
        Set<String> roots = new HashSet<>();
        for (ZipEntry entry : entries) {
            String name = entry.getName();
            boolean odd = name.startsWith("/")
                    || name.contains("\\")
                    || name.contains(":")
                    || name.chars().anyMatch(Character::isISOControl)
                    || List.of(name.split("/", -1)).contains("..");
            if (odd) {
                throw refused("The archive has an entry with the name \"" + printable(name)
                        + "\", which points outside of it.");
            }
            if (!names.add(name.toLowerCase(Locale.ROOT))) {
                throw refused("The archive has the entry \"" + printable(name) + "\" twice.");
            }
            roots.add(name.substring(0, Math.max(0, name.indexOf('/'))));
        }
        if (roots.size() > 1) {
            throw refused("A TorchScript archive has one folder at its top; this one has more.");
        }
    }

    private void checkSizes(List<ZipEntry> entries) {
        long total = 0;
        for (ZipEntry entry : entries) {
            long size = entry.getSize();
            long stored = Math.max(1, entry.getCompressedSize());
            if (size < 0 || size > MAX_BYTES) {
                throw tooLarge("One entry alone has " + (size >> 20) + " MB.");
            }
            if (size > SMALL && size / stored > MAX_RATIO) {
                throw tooLarge("An entry of " + stored + " bytes unpacks to " + size + ".");
            }
            total += size;
        }
        if (total > MAX_BYTES) {
            throw tooLarge("It unpacks to " + (total >> 20) + " MB; " + (MAX_BYTES >> 20) + " are allowed.");
        }
    }

    private void checkKind(List<ZipEntry> entries) throws IOException {
        Map<String, ZipEntry> inRoot = new HashMap<>();
        boolean code = false;
        for (ZipEntry entry : entries) {
            String name = entry.getName().substring(entry.getName().indexOf('/') + 1);
            inRoot.put(name, entry);
            code |= name.startsWith("code/") && name.endsWith(".py");
        }
        ZipEntry pickle = inRoot.get("data.pkl");
        if (pickle != null && inRoot.containsKey("constants.pkl") && code) {
            return;
        }
        if (pickle != null) {
            try (InputStream data = zip.getInputStream(pickle)) {
                throw notTorchScript(path, pickled(data.readNBytes(HEAD)));
            }
        }
        throw notTorchScript(path, "This archive holds no TorchScript network. Save it with torch.jit.save.");
    }

    private void checkCode(List<ZipEntry> entries) throws IOException {
        long total = 0;
        for (ZipEntry entry : entries) {
            if (entry.getName().endsWith(".py")) {
                total += entry.getSize();
                if (total > MAX_CODE_BYTES) {
                    throw tooLarge("Its program alone has over " + (MAX_CODE_BYTES >> 20) + " MB.");
                }
                try (InputStream source = zip.getInputStream(entry)) {
                    RefusedOperators.check(new String(source.readAllBytes(), StandardCharsets.UTF_8), path);
                }
            }
        }
    }

    private static String kindOf(byte[] head) {
        boolean pickle = head.length > 1 && head[0] == (byte) 0x80 && head[1] >= 2 && head[1] <= 5;
        return pickle ? pickled(head) : "This file is not a TorchScript archive. Save the network with torch.jit.save.";
    }

    private static String pickled(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        return (text.contains("fastai")
                        ? "This is a pickle exported by fastai (Learner.export), not a TorchScript archive."
                        : "This is a PyTorch state dict/pickle, not a TorchScript archive.")
                + " Load it in Python, then save the network with torch.jit.trace and torch.jit.save.";
    }

    private static byte[] head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(HEAD);
        }
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return bytes.length >= start.length && java.util.Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }

    private static String printable(String name) {
        String clean = name.replaceAll("\\p{Cntrl}", "?");
        return clean.length() > 80 ? clean.substring(0, 80) + "…" : clean;
    }

    private static Refusal.Invalid notTorchScript(String path, String message) {
        return new Refusal.Invalid(path, "not-torchscript", message);
    }

    private Refusal.Invalid refused(String message) {
        return new Refusal.Invalid(path, "archive-entry-refused", message);
    }

    private Refusal.Invalid tooLarge(String detail) {
        return new Refusal.Invalid(path, "archive-too-large", "The archive is too large. " + detail);
    }
}
