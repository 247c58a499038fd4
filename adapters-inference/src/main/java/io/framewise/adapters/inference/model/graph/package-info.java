/** Networks as data: operations, their weights and how they are wired, whatever file they came from. */
@NullMarked
package io.framewise.adapters.inference.model.graph;

import org.jspecify.annotations.NullMarked;
