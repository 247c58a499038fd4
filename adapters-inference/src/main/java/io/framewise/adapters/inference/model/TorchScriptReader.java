package io.framewise.adapters.inference.model;

import io.framewise.domain.model.WeightsFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * TorchScript archives: programs, whose operators are looked at before the engine loads them. An archive is a zip of {@code
 * <root>/data.pkl}, {@code <root>/constants.pkl} and {@code <root>/code/…}.
 */
public final class TorchScriptReader implements NetworkReader {

    private static final long MAX_CODE_BYTES = 16L << 20;

    @Override
    public boolean recognises(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.stream().map(ZipEntry::getName).anyMatch(TorchScriptReader::isCode)
                    && has(zip, "data.pkl")
                    && has(zip, "constants.pkl");
        } catch (ZipException e) {
            return false;
        }
    }

    private static boolean has(ZipFile zip, String name) {
        return zip.stream()
                .map(ZipEntry::getName)
                .anyMatch(entry -> entry.endsWith("/" + name) && entry.indexOf('/') == entry.lastIndexOf('/'));
    }

    private static boolean isCode(String name) {
        return name.endsWith(".py") && name.contains("/code/");
    }

    @Override
    public ReadNetwork read(Path file, Expected expected) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipGuard.check(zip);
            NetworkOperators.check(code(zip));
        }
        return new ReadNetwork(
                WeightsFormat.TORCHSCRIPT,
                new ReadNetwork.Program.TorchScript(file),
                new ReadNetwork.Description(
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0, 0));
    }

    /** Each file of code by itself: a text that begins in one must not hide the next. */
    private static List<String> code(ZipFile zip) throws IOException {
        List<String> files = new ArrayList<>();
        long total = 0;
        for (ZipEntry entry :
                (Iterable<ZipEntry>) () -> zip.stream().<ZipEntry>map(e -> e).iterator()) {
            // libtorch finds entries whatever the case of their names.
            if (entry.getName().toLowerCase(Locale.ROOT).endsWith(".py")) {
                total += entry.getSize();
                if (total > MAX_CODE_BYTES) {
                    throw new RefusedNetworkException(
                            "archive-too-large", "The program alone has over " + (MAX_CODE_BYTES >> 20) + " MB.");
                }
                try (InputStream source = zip.getInputStream(entry)) {
                    files.add(new String(source.readNBytes((int) entry.getSize()), StandardCharsets.UTF_8));
                }
            }
        }
        return files;
    }
}
