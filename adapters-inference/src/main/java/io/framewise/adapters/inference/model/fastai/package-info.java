/** Networks as fastai exports them: a pickled learner, read as data. */
@NullMarked
package io.framewise.adapters.inference.model.fastai;

import org.jspecify.annotations.NullMarked;
