package io.framewise.domain.ontology;

/** What is asked of a frame as a whole: one root attribute and everything nested below it. */
public record Classification(FeatureNodeHash featureNodeHash, Attribute attribute) {}
