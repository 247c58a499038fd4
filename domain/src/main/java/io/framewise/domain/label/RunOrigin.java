package io.framewise.domain.label;

import io.framewise.domain.media.ContentHash;
import java.util.UUID;

/**
 * What an imported label says of the run that made it, which may be on record elsewhere only.
 *
 * @param run its id where it ran
 * @param model title of the model, 1 to 200 characters
 * @param iteration number of the iteration, from 1
 * @param weights of the iteration
 * @param confidence the threshold that was asked for, 0 to 1
 */
public record RunOrigin(UUID run, String model, int iteration, ContentHash weights, double confidence) {

    private static final int MAX_TITLE = 200;

    public RunOrigin {
        if (!isTitle(model) || iteration < 1 || !isConfidence(confidence)) {
            throw new IllegalArgumentException("Not the origin of a label: iteration " + iteration + " of \"" + model
                    + "\" at " + confidence + ".");
        }
    }

    public static boolean isTitle(String model) {
        return !model.isBlank() && model.length() <= MAX_TITLE;
    }

    public static boolean isConfidence(double confidence) {
        return confidence >= 0 && confidence <= 1;
    }
}
