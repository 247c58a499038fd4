/** Networks as named tensors, in the layout of torchvision. */
@NullMarked
package io.framewise.adapters.inference.model.statedict;

import org.jspecify.annotations.NullMarked;
