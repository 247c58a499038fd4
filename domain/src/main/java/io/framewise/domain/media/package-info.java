/** Data units, their frames, and arithmetic on frame ranges. */
@NullMarked
package io.framewise.domain.media;

import org.jspecify.annotations.NullMarked;
