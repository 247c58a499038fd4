package io.framewise.application;

import io.framewise.domain.ontology.FeatureNodeHash;
import java.util.UUID;

/** New names for new things, never given out before. */
public interface Identifiers {

    UUID uuid();

    FeatureNodeHash featureNodeHash();

    /** Bytes that nobody can guess. */
    byte[] secret(int length);
}
