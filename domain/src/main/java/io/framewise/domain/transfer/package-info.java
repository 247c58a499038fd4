/** Carrying labels from one project to another: the form of a label file, and what it takes to fit in elsewhere. */
@NullMarked
package io.framewise.domain.transfer;

import org.jspecify.annotations.NullMarked;
