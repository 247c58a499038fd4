/** The labels of a data unit. */
@NullMarked
package io.framewise.adapters.web.label;

import org.jspecify.annotations.NullMarked;
