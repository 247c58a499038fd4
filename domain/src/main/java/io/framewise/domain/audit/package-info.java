/** Who did what to which thing, when; a chain of entries that only grows. */
@NullMarked
package io.framewise.domain.audit;

import org.jspecify.annotations.NullMarked;
