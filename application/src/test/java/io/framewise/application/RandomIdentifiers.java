package io.framewise.application;

import io.framewise.domain.ontology.FeatureNodeHash;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

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

    @Override
    public byte[] secret(int length) {
        byte[] bytes = new byte[length];
        ThreadLocalRandom.current().nextBytes(bytes);
        return bytes;
    }
}
