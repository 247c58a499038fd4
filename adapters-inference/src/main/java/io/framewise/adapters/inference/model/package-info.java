/** Checks uploaded networks: first the archive, without running anything of it, then by asking the network. */
@NullMarked
package io.framewise.adapters.inference.model;

import org.jspecify.annotations.NullMarked;
