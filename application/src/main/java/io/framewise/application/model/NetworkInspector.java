package io.framewise.application.model;

import io.framewise.application.media.UploadedFile;
import io.framewise.domain.model.ManifestFacts;
import io.framewise.domain.model.NetworkFacts;
import java.nio.file.Path;
import java.util.List;

/** Checks uploaded weights: reads them as data, loads the network and shows it pictures. */
public interface NetworkInspector {

    /**
     * What the check found.
     *
     * @param engine that ran the network, with its version
     * @param form that it was run in
     * @param answers probabilities for each golden image, one per feature; empty when neither file nor manifest tell
     *     features and preprocessing, so that it could not be run
     */
    record Inspection(NetworkFacts facts, String engine, String form, List<float[]> answers) {}

    /**
     * @param manifest what the uploader says; the file goes first
     * @param goldens images to show to the network
     * @throws io.framewise.domain.Refusal.Invalid at {@code /weights}, with a code such as {@code not-a-network}, {@code
     *     weights-unreadable} (not built as its format says), {@code multi-label-model}, {@code unknown-module}, {@code tensor-refused}, {@code operator-refused}, {@code
     *     archive-too-large}, {@code input-shape-mismatch} (the network does not take {@code n x 3 x height x width}),
     *     {@code output-count-mismatch} (it does not answer one number per feature for each picture of a batch), {@code
     *     output-not-probabilities}, {@code output-not-logits} (it answers probabilities, where softmax was to make them),
     *     {@code network-crashed} (it ended the process that checked it); or at {@code
     *     /goldens} when an image cannot be decoded
     * @throws io.framewise.domain.Refusal.Unavailable when the engine cannot be started
     */
    Inspection inspect(UploadedFile weights, ManifestFacts manifest, List<Path> goldens);
}
