/** The audit trail in PostgreSQL: a chain of entries that only grows. */
@NullMarked
package io.framewise.adapters.persistence.audit;

import org.jspecify.annotations.NullMarked;
