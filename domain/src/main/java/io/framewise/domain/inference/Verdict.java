package io.framewise.domain.inference;

import io.framewise.domain.ontology.FeatureNodeHash;

/** What the probabilities of one frame say (rule 3). */
public sealed interface Verdict {

    /** @param confidence of the option, 0 to 1 */
    record Labelled(FeatureNodeHash option, float confidence) implements Verdict {}

    record BelowThreshold() implements Verdict {}

    /** The winner is confident enough and stands for no option. */
    record Unmapped() implements Verdict {}
}
