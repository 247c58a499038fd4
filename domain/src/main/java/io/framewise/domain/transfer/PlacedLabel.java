package io.framewise.domain.transfer;

import io.framewise.domain.label.Label;

/**
 * A label that was read from a file.
 *
 * @param path JSON pointer to where it stands there
 * @param label of the project's ontology
 */
public record PlacedLabel(String path, Label label) {}
