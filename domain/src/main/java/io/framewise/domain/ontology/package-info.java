/** Ontologies: trees of classifications, attributes and options, their revisions, and the gate of a nested attribute. */
@NullMarked
package io.framewise.domain.ontology;

import org.jspecify.annotations.NullMarked;
