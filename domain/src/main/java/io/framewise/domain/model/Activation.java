package io.framewise.domain.model;

/** What is done to the outputs of a network to make them probabilities. */
public enum Activation {
    /** The network gives logits. */
    SOFTMAX,
    /** The network gives probabilities. */
    NONE
}
