package io.framewise.application.model;

import io.framewise.application.media.UploadedFile;
import io.framewise.domain.Refusal;
import io.framewise.domain.model.ManifestFacts;
import io.framewise.domain.model.NetworkFacts;
import io.framewise.domain.model.WeightsFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds every network in order, or none. */
public final class ScriptedNetworkInspector implements NetworkInspector {

    private String refusal = "";
    private NetworkFacts facts = new NetworkFacts(
            WeightsFormat.TORCHSCRIPT,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            62,
            11_689_512);

    /** From now on every network is refused. */
    public void refuses(String code) {
        refusal = code;
    }

    /** From now on every network is this one. */
    public void finds(NetworkFacts found) {
        facts = found;
    }

    @Override
    public Inspection inspect(UploadedFile weights, ManifestFacts manifest, List<Path> goldens) {
        if (!refusal.isEmpty()) {
            throw new Refusal.Invalid("/weights", refusal, "\"" + weights.name() + "\" is refused.");
        }
        // One answer for every image, whatever it shows.
        List<float[]> answers =
                goldens.stream().map(image -> new float[] {0.9f, 0.1f}).toList();
        return new Inspection(facts, "PyTorch 2.7.1", "as imported", answers);
    }
}
