/** Webhooks: whom a project tells what has happened in it. */
@NullMarked
package io.framewise.domain.webhook;

import org.jspecify.annotations.NullMarked;
