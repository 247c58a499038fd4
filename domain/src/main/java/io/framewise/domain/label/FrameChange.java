package io.framewise.domain.label;

import io.framewise.domain.ontology.FeatureNodeHash;
import org.jspecify.annotations.Nullable;

/**
 * What a change did to the answer of one attribute on one frame.
 *
 * @param change number of the change
 * @param before the answer that was there, on this frame only; null when there was none
 * @param after the answer that came in its place; null when none did
 */
public record FrameChange(
        int change,
        ChangeCause cause,
        FeatureNodeHash attribute,
        @Nullable Label before,
        @Nullable Label after) {}
