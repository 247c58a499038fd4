package io.framewise.adapters.inference.model;

import io.framewise.domain.model.WeightsFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

    private static String code(ZipFile zip) throws IOException {
        StringBuilder code = new StringBuilder();
        long total = 0;
        for (ZipEntry entry :
                (Iterable<ZipEntry>) () -> zip.stream().<ZipEntry>map(e -> e).iterator()) {
            if (entry.getName().endsWith(".py")) {
                total += entry.getSize();
                if (total > MAX_CODE_BYTES) {
                    throw new RefusedNetworkException(
                            "archive-too-large", "The program alone has over " + (MAX_CODE_BYTES >> 20) + " MB.");
                }
                try (InputStream source = zip.getInputStream(entry)) {
                    code.append(new String(source.readAllBytes(), StandardCharsets.UTF_8))
                            .append('\n');
                }
            }
        }
        return code.toString();
    }
}
