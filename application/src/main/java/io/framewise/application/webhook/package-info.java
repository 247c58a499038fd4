/** Webhooks: telling other systems what has happened in a project. */
@NullMarked
package io.framewise.application.webhook;

import org.jspecify.annotations.NullMarked;
