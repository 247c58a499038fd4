package io.framewise.adapters.inference.inference;

import io.framewise.domain.Refusal;

/** Networks that are programs need a sandbox, or somebody who takes the responsibility. */
public final class ProgramPolicy {

    private ProgramPolicy() {}

    public static final String CODE = "sandbox-missing";
    public static final String SENTENCE =
            "A TorchScript network is a program, and this machine has no sandbox to run it in. Install bubblewrap (bwrap),"
                    + " or export the network as ONNX or safetensors, or set framewise.torchscript.unsandboxed=true if"
                    + " you trust whoever uploads.";

    static Refusal.Unavailable refusal() {
        return new Refusal.Unavailable(CODE, SENTENCE);
    }
}
