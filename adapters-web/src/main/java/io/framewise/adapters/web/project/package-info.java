/** Projects and the revisions of their ontologies. */
@NullMarked
package io.framewise.adapters.web.project;

import org.jspecify.annotations.NullMarked;
