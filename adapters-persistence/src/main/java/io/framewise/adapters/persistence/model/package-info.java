/** Models with their iterations, and what is attached to projects. */
@NullMarked
package io.framewise.adapters.persistence.model;

import org.jspecify.annotations.NullMarked;
