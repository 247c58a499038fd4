/**
 * Runs networks on PyTorch through DJL: the engine and its devices, networks kept warm, pictures made into inputs, and
 * the pipeline from decoder to probabilities.
 */
@NullMarked
package io.framewise.adapters.inference.inference;

import org.jspecify.annotations.NullMarked;
