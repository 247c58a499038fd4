package io.framewise.domain.inference;

/**
 * How far a run is.
 *
 * @param frames of the range
 * @param done frames that have been classified, or passed over because they are gated out or kept
 */
public record RunProgress(int frames, int done) {

    public RunProgress {
        if (done < 0 || done > frames) {
            throw new IllegalArgumentException(done + " of " + frames + " frames cannot be done.");
        }
    }
}
