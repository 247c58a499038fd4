package io.framewise.domain.model;

import io.framewise.domain.media.ContentHash;
import java.time.Instant;

/**
 * One set of trained weights of a model. It never changes.
 *
 * @param number from 1 in each model; the highest is the latest
 * @param weights hash of the stored weights
 * @param bytes size of the stored weights
 * @param check what was found when they were imported
 * @param provenance name of the uploaded file
 */
public record Iteration(
        IterationId id,
        ModelId modelId,
        int number,
        ContentHash weights,
        long bytes,
        CheckReport check,
        Preprocessing preprocessing,
        Activation activation,
        String provenance,
        Instant createdAt) {

    public Iteration {
        if (number < 1) {
            throw new IllegalArgumentException("Iterations are numbered from 1, not " + number + ".");
        }
    }

    public Iteration numbered(int next) {
        return new Iteration(
                id, modelId, next, weights, bytes, check, preprocessing, activation, provenance, createdAt);
    }
}
