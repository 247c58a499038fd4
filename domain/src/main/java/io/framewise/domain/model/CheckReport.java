package io.framewise.domain.model;

import org.jspecify.annotations.Nullable;

/**
 * What the check of uploaded weights found.
 *
 * @param layers with weights, 0 when unknown
 * @param parameters number of trained values, 0 when unknown
 * @param engine that ran it for the check, such as {@code ONNX Runtime 1.21.1}; it was the fastest here
 * @param form that it was run in, such as {@code folded}
 * @param goldens null when the upload brought none
 */
public record CheckReport(
        WeightsFormat format,
        int layers,
        long parameters,
        String engine,
        String form,
        @Nullable GoldenCheck goldens) {}
