package io.framewise.domain.inference;

import io.framewise.domain.Refusal;

/**
 * The softmax probability that an answer must at least have.
 *
 * @param value 0 to 1
 */
public record Confidence(double value) {

    public Confidence {
        if (!(value >= 0 && value <= 1)) {
            throw new Refusal.Invalid(
                    "/confidence",
                    "confidence-out-of-range",
                    "A confidence is a number from 0 to 1, not " + value + ".");
        }
    }
}
