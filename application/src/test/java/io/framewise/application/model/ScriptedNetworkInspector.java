package io.framewise.application.model;

import io.framewise.application.media.UploadedFile;
import io.framewise.domain.Refusal;
import io.framewise.domain.model.ModelManifest;

/** Finds every network in order, or none. */
public final class ScriptedNetworkInspector implements NetworkInspector {

    private String refusal = "";

    /** From now on every network is refused. */
    public void refuses(String code) {
        refusal = code;
    }

    @Override
    public Inspection inspect(UploadedFile weights, ModelManifest manifest, String path) {
        if (!refusal.isEmpty()) {
            throw new Refusal.Invalid(path, refusal, "\"" + weights.name() + "\" is refused.");
        }
        return new Inspection("torchscript", 11_689_512);
    }
}
