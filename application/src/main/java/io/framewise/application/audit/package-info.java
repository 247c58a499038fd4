/** The audit trail: writing an entry inside a change's transaction, and reading it. */
@NullMarked
package io.framewise.application.audit;

import org.jspecify.annotations.NullMarked;
