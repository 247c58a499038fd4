/**
 * Child processes for what touches files of strangers: how they are started, contained and watched, and how they are
 * talked to. A crash, a hang or a runaway file ends the child, never the node.
 */
@NullMarked
package io.framewise.adapters.inference.process;

import org.jspecify.annotations.NullMarked;
