/** Data units and their frame indexes in PostgreSQL; their files in a folder or a bucket, named by what is in them. */
@NullMarked
package io.framewise.adapters.persistence.media;

import org.jspecify.annotations.NullMarked;
