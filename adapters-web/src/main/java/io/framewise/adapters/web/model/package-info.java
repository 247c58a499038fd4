/** Models with their iterations, and the models attached to a project. */
@NullMarked
package io.framewise.adapters.web.model;

import org.jspecify.annotations.NullMarked;
