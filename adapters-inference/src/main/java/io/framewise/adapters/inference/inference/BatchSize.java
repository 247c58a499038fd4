package io.framewise.adapters.inference.inference;

import java.util.OptionalLong;

/** How many pictures go through a network at once. */
final class BatchSize {

    /** What a picture of 224 x 224 takes on its way through a VGG, generously; {@link SplittingNetwork} does the rest. */
    private static final long BYTES_PER_PICTURE = 128L << 20;

    private static final int MOST = 64;

    private BatchSize() {}

    /**
     * @param configured for the processor
     * @param gpuBytes memory of the GPU, where there is one
     */
    static int of(int configured, OptionalLong gpuBytes) {
        if (gpuBytes.isEmpty()) {
            return configured;
        }
        long fits = gpuBytes.getAsLong() / BYTES_PER_PICTURE;
        return Math.max(configured, (int) Math.min(MOST, fits));
    }
}
