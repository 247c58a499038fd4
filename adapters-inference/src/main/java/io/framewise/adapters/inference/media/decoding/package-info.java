/**
 * The program that reads untrusted media: everything here runs in a process of its own, knows only FFmpeg and the JDK,
 * and talks over its standard input and output. A file that brings it down brings nothing else down.
 */
@NullMarked
package io.framewise.adapters.inference.media.decoding;

import org.jspecify.annotations.NullMarked;
