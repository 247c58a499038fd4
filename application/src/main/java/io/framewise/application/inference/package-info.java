/** Inference runs: requesting, executing, cancelling, re-deriving labels, and reading the record. */
@NullMarked
package io.framewise.application.inference;

import org.jspecify.annotations.NullMarked;
