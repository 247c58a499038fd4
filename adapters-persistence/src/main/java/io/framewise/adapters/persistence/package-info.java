/**
 * The ports on PostgreSQL. What all nouns share: the transaction boundary, the form of stored documents, page tokens and
 * frame ranges in SQL.
 *
 * <p>Rows are written and read with Hibernate's stateless session: aggregates are immutable, so there is nothing to track,
 * and every read sees the database as it is now, not what this transaction has read before.
 */
@NullMarked
package io.framewise.adapters.persistence;

import org.jspecify.annotations.NullMarked;
