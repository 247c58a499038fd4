package io.framewise.adapters.persistence.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;

/**
 * A file of a {@link BlobCache}.
 *
 * @param lastUsed kept as the file's time of modification, so that a restart does not forget it
 * @param links names that the file has; more than one when it is also in an inbox
 */
record CachedFile(Path path, long bytes, Instant lastUsed, int links) {

    static CachedFile read(Path path) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(path, "unix:size,lastModifiedTime,nlink");
        return new CachedFile(
                path,
                ((Number) attributes.getOrDefault("size", 0)).longValue(),
                ((FileTime) attributes.getOrDefault("lastModifiedTime", FileTime.from(Instant.EPOCH))).toInstant(),
                ((Number) attributes.getOrDefault("nlink", 1)).intValue());
    }

    static void use(Path path, Instant now) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(now));
    }

    /** Whether somebody may still be about to link it, or has: then deleting it would harm, or free nothing. */
    boolean isInUse(Instant usedAfter) {
        return links > 1 || lastUsed.isAfter(usedAfter);
    }
}
