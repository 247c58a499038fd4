package io.framewise.application;

import io.framewise.domain.ontology.FeatureNodeHash;
import java.util.UUID;

public final class RandomIdentifiers implements Identifiers {

    private int hashes;

    @Override
    public UUID uuid() {
        return UUID.randomUUID();
    }

    /** New00001, New00002, … */
    @Override
    public FeatureNodeHash featureNodeHash() {
        return new FeatureNodeHash("New%05d".formatted(++hashes));
    }
}
