/** Labels as intervals of frames, which PostgreSQL keeps from overlapping. */
@NullMarked
package io.framewise.adapters.persistence.label;

import org.jspecify.annotations.NullMarked;
