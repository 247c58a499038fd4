/** Data units: ingesting media, and showing a frame. */
@NullMarked
package io.framewise.application.media;

import org.jspecify.annotations.NullMarked;
