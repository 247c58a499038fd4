package io.framewise.adapters.inference.model;

import io.framewise.adapters.inference.model.pickle.TorchArchive;
import io.framewise.domain.Refusal;
import io.framewise.domain.model.WeightsFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipException;

/** TorchScript archives: programs, whose operators are looked at before the engine loads them. */
public final class TorchScriptReader implements NetworkReader {

    @Override
    public boolean recognises(Path file) throws IOException {
        try (TorchArchive archive = TorchArchive.open(file)) {
            return archive.isTorchScript();
        } catch (ZipException | RefusedNetworkException e) {
            return false;
        }
    }

    @Override
    public ReadNetwork read(Path file, Expected expected) {
        try {
            TorchScriptArchive.check(file, "/weights");
        } catch (Refusal refusal) {
            throw new RefusedNetworkException(refusal.code(), String.valueOf(refusal.getMessage()));
        }
        return new ReadNetwork(
                WeightsFormat.TORCHSCRIPT,
                new ReadNetwork.Program.TorchScript(file),
                new ReadNetwork.Description(
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0, 0));
    }
}
