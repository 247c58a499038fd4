/** Labels: a person's answers, and reading the labels of a data unit. */
@NullMarked
package io.framewise.application.label;

import org.jspecify.annotations.NullMarked;
