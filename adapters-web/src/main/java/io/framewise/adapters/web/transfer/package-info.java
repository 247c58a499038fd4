/** Label files: writing them as JSON and as a table, reading them within limits, and where they are asked for. */
@NullMarked
package io.framewise.adapters.web.transfer;

import org.jspecify.annotations.NullMarked;
