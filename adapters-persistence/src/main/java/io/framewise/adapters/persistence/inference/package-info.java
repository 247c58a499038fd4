/** Inference runs and their predictions in PostgreSQL, and the queue from which this node's worker takes runs. */
@NullMarked
package io.framewise.adapters.persistence.inference;

import org.jspecify.annotations.NullMarked;
