package io.framewise.domain.model;

import java.util.List;

/**
 * What an uploaded network cannot say of itself.
 *
 * @param features class names in the order of the network's outputs, at least two
 */
public record ModelManifest(
        String title,
        Architecture architecture,
        List<String> features,
        Preprocessing preprocessing,
        Activation activation) {

    public ModelManifest {
        features = List.copyOf(features);
    }
}
