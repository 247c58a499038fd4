/** Webhooks of a project, and the client that calls them. */
@NullMarked
package io.framewise.adapters.web.webhook;

import org.jspecify.annotations.NullMarked;
