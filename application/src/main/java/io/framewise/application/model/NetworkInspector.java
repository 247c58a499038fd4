package io.framewise.application.model;

import io.framewise.application.media.UploadedFile;
import io.framewise.domain.model.ModelManifest;

/** Checks uploaded weights by loading them and running one frame through them. */
public interface NetworkInspector {

    /**
     * What the check found.
     *
     * @param format such as {@code torchscript}
     * @param parameters number of trained values, 0 when unknown
     */
    record Inspection(String format, long parameters) {}

    /**
     * @param path JSON pointer of the upload, for the violation
     * @throws io.framewise.domain.Refusal.Invalid with the code {@code not-torchscript}, {@code archive-entry-refused},
     *     {@code archive-too-large}, {@code operator-refused} (its code reaches for files), {@code input-shape-mismatch}
     *     (the network does not take {@code n x 3 x height x width}), {@code output-count-mismatch} (it does not answer
     *     one number per feature for each picture of a batch), {@code output-not-probabilities} (activation none, and the
     *     outputs do not add up to 1; or they are no numbers)
     * @throws io.framewise.domain.Refusal.Unavailable when the engine cannot be started
     */
    Inspection inspect(UploadedFile weights, ModelManifest manifest, String path);
}
