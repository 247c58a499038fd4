/** Projects and the revisions of their ontologies, each a JSONB document. */
@NullMarked
package io.framewise.adapters.persistence.project;

import org.jspecify.annotations.NullMarked;
