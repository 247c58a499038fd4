/** Devices, inference runs, their progress and their predictions. */
@NullMarked
package io.framewise.adapters.web.inference;

import org.jspecify.annotations.NullMarked;
