/** Labels in PostgreSQL, one row for each stretch of frames, and beside them what each change of them has changed. */
@NullMarked
package io.framewise.adapters.persistence.label;

import org.jspecify.annotations.NullMarked;
