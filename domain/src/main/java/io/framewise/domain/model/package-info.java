/** Classification models, their iterations, and how a project attaches them to its ontology. */
@NullMarked
package io.framewise.domain.model;

import org.jspecify.annotations.NullMarked;
