/**
 * Labels: answers on frame ranges, where they come from, what a parent's edit does to its children, and what is kept of
 * each change.
 */
@NullMarked
package io.framewise.domain.label;

import org.jspecify.annotations.NullMarked;
