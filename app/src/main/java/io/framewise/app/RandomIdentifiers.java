package io.framewise.app;

import io.framewise.application.Identifiers;
import io.framewise.domain.ontology.FeatureNodeHash;
import java.security.SecureRandom;
import java.util.UUID;

/** Names that are too many to be drawn twice. */
final class RandomIdentifiers implements Identifiers {
    private final SecureRandom random = new SecureRandom();

    @Override
    public UUID uuid() {
        return UUID.randomUUID();
    }

    @Override
    public FeatureNodeHash featureNodeHash() {
        var bytes = new byte[FeatureNodeHash.BYTES];
        random.nextBytes(bytes);
        return FeatureNodeHash.of(bytes);
    }

    @Override
    public byte[] secret(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
