/** The audit trail, to read. */
@NullMarked
package io.framewise.adapters.web.audit;

import org.jspecify.annotations.NullMarked;
