package io.framewise.domain.model;

import java.util.List;
import java.util.Optional;

/**
 * What a file of weights says of itself.
 *
 * @param features class names in the order of the outputs
 * @param layers with weights, 0 when unknown
 * @param parameters number of trained values, 0 when unknown
 */
public record NetworkFacts(
        WeightsFormat format,
        Optional<Architecture> architecture,
        Optional<List<String>> features,
        Optional<Preprocessing> preprocessing,
        Optional<Activation> activation,
        int layers,
        long parameters) {

    public NetworkFacts {
        features = features.map(List::copyOf);
    }
}
