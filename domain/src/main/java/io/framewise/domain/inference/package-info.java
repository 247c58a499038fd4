/** Inference runs: the immutable request, the states, the packed predictions, and what becomes of each frame. */
@NullMarked
package io.framewise.domain.inference;

import org.jspecify.annotations.NullMarked;
