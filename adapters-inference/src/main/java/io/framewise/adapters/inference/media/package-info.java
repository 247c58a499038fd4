/**
 * Media on FFmpeg. Untrusted bytes are read only by {@link io.framewise.adapters.inference.media.decoding.DecoderProcess}, a
 * program of its own that the node starts, keeps warm, watches and kills; the node sees numbers and RGB pictures.
 */
@NullMarked
package io.framewise.adapters.inference.media;

import org.jspecify.annotations.NullMarked;
