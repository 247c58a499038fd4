package io.framewise.adapters.persistence.media;

import io.framewise.application.media.BlobStore.Blob;
import io.framewise.domain.Refusal;
import io.framewise.domain.media.ContentHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Files of blobs that are kept elsewhere. When they become too many bytes, those go first that were not used for longest, and
 * a tenth of the space with them, so that the next ones need not look again. A file that is in use stays, even when that
 * is too much: one that was handed out within the last minute, or that has another name besides.
 */
final class BlobCache {

    private static final Logger LOG = Logger.getLogger(BlobCache.class);

    /** As the contract of {@code BlobStore.file} says. */
    private static final Duration IN_USE = Duration.ofMinutes(1);

    private final BlobFolder folder;
    private final long maxBytes;
    private final InstantSource clock;
    /** As of the last look, and what came since. */
    private long bytes;

    private long tooMany;

    /** @param maxBytes the largest size of all files together, as long as they are not in use */
    BlobCache(BlobFolder folder, long maxBytes, InstantSource clock) {
        this.folder = folder;
        this.maxBytes = maxBytes;
        this.clock = clock;
        makeRoom();
    }

    BlobPart part() throws IOException {
        return folder.part();
    }

    /** The file of a blob when it is here; it stays for a minute at least. */
    synchronized Optional<Path> find(ContentHash hash) {
        Optional<Path> file = folder.find(hash);
        try {
            if (file.isPresent()) {
                CachedFile.use(file.get(), clock.instant());
            }
            return file;
        } catch (IOException e) {
            // Somebody has deleted it just now.
            return Optional.empty();
        }
    }

    /** Moves a finished part into its place, which is as if it had been handed out. */
    Path keep(BlobPart part, Blob blob) throws IOException {
        boolean known = folder.find(blob.hash()).isPresent();
        CachedFile.use(part.path(), clock.instant());
        Path file = folder.keep(part, blob);
        if (!known) {
            grow(blob.bytes());
        }
        return file;
    }

    Refusal.Unavailable refusal(IOException failure) {
        return folder.refusal(failure);
    }

    private synchronized void grow(long by) {
        bytes += by;
        if (bytes > tooMany) {
            makeRoom();
        }
    }

    private void makeRoom() {
        long tenth = maxBytes / 10;
        try {
            List<CachedFile> files = files();
            bytes = files.stream().mapToLong(CachedFile::bytes).sum();
            if (bytes > maxBytes) {
                delete(files, maxBytes - tenth);
            }
        } catch (IOException | UncheckedIOException e) {
            // Nobody's blob is worse for it; the next look may succeed.
            LOG.warnf("The cache of blobs cannot be cleared up: %s", e);
        }
        tooMany = Math.max(maxBytes, bytes + tenth);
    }

    private void delete(List<CachedFile> files, long goal) throws IOException {
        Instant usedAfter = clock.instant().minus(IN_USE);
        files.sort(Comparator.comparing(CachedFile::lastUsed));
        for (CachedFile file : files) {
            if (bytes > goal && !file.isInUse(usedAfter)) {
                Files.deleteIfExists(file.path());
                bytes -= file.bytes();
            }
        }
    }

    private List<CachedFile> files() throws IOException {
        List<CachedFile> files = new ArrayList<>();
        for (Path path : folder.files()) {
            files.add(CachedFile.read(path));
        }
        return files;
    }
}
