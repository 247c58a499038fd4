package io.framewise.domain.model;

import io.framewise.domain.media.ContentHash;
import java.time.Instant;

/**
 * One set of trained weights of a model. It never changes.
 *
 * @param number from 1 in each model; the highest is the latest
 * @param weights hash of the stored weights
 * @param bytes size of the stored weights
 * @param format of the stored weights, such as {@code torchscript}
 * @param parameters number of trained values, 0 when unknown
 * @param provenance name of the uploaded file
 */
public record Iteration(
        IterationId id,
        ModelId modelId,
        int number,
        ContentHash weights,
        long bytes,
        String format,
        long parameters,
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
                id,
                modelId,
                next,
                weights,
                bytes,
                format,
                parameters,
                preprocessing,
                activation,
                provenance,
                createdAt);
    }
}
