/** Networks in the Open Neural Network Exchange format, checked and translated without running anything. */
@NullMarked
package io.framewise.adapters.inference.model.onnx;

import org.jspecify.annotations.NullMarked;
