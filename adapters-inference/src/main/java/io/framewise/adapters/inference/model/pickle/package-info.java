/**
 * Python's pickles read as data. Opcodes are followed, and whatever a pickle asks to import, call or build becomes an
 * inert {@link io.framewise.adapters.inference.model.pickle.Pickled}: nothing is executed and nothing is loaded by name.
 */
@NullMarked
package io.framewise.adapters.inference.model.pickle;

import org.jspecify.annotations.NullMarked;
