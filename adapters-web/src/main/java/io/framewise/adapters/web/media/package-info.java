/** Uploads, data units and the pictures of their frames. */
@NullMarked
package io.framewise.adapters.web.media;

import org.jspecify.annotations.NullMarked;
