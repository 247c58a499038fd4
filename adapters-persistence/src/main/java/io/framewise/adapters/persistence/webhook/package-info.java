/** Webhooks and their deliveries in PostgreSQL, and the queue of deliveries. */
@NullMarked
package io.framewise.adapters.persistence.webhook;

import org.jspecify.annotations.NullMarked;
