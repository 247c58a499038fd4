package io.framewise.adapters.inference.model;

import io.framewise.domain.model.WeightsFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * TorchScript archives: programs, whose operators and objects are looked at before the engine loads a copy. An archive is a
 * zip of {@code <root>/data.pkl}, {@code <root>/constants.pkl} and {@code <root>/code/…}.
 */
public final class TorchScriptReader implements NetworkReader {

    @Override
    public boolean recognises(Path file) throws IOException {
        if (!ZipGuard.isZip(file)) {
            return false;
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Set<String> names = zip.stream()
                    .map(ZipEntry::getName)
                    .map(name -> name.substring(name.indexOf('/') + 1))
                    .collect(Collectors.toSet());
            return names.contains("data.pkl")
                    && names.contains("constants.pkl")
                    && names.stream().anyMatch(name -> name.startsWith("code/"));
        } catch (ZipException e) {
            return false;
        }
    }

    @Override
    public ReadNetwork read(Path file, Expected expected) throws IOException {
        return new ReadNetwork(
                WeightsFormat.TORCHSCRIPT,
                new ReadNetwork.Program.TorchScript(TorchScriptArchive.of(file)),
                new ReadNetwork.Description(
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0, 0));
    }
}
