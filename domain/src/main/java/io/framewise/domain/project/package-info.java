/** Projects: one ontology with its revisions, and everything that hangs on it. */
@NullMarked
package io.framewise.domain.project;

import org.jspecify.annotations.NullMarked;
