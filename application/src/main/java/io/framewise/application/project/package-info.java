/** Projects and their ontologies: creating them, revising the ontology, finding them again. */
@NullMarked
package io.framewise.application.project;

import org.jspecify.annotations.NullMarked;
