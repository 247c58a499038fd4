/** Labels: answers on frame ranges, where they come from, and what a parent's edit does to its children. */
@NullMarked
package io.framewise.domain.label;

import org.jspecify.annotations.NullMarked;
