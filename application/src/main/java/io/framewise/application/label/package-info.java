/** Labels: a person's answers, the review of models' answers, the history of both, and taking changes back. */
@NullMarked
package io.framewise.application.label;

import org.jspecify.annotations.NullMarked;
