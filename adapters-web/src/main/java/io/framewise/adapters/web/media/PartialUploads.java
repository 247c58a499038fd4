package io.framewise.adapters.web.media;

import io.framewise.adapters.web.Uploads;
import io.framewise.application.media.UploadedFile;
import io.framewise.domain.Refusal;
import io.framewise.domain.Violations;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.project.ProjectId;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Files that come in over several requests, in a folder of this node: what came before a connection broke stays. They go when
 * a data unit was made of them, or when nothing was added for a time.
 */
@Singleton
public final class PartialUploads {

    private static final int BLOCK = 1 << 17;

    private final UploadFolder folder;
    private final long maxBytes;
    private final Map<UUID, Turn> turns = new ConcurrentHashMap<>();

    /** Who may write now. */
    private static final class Turn {
        @Nullable
        Object owner;
    }

    /**
     * @param parent where files of requests are put while they come in
     * @param maxBytes of one file
     * @param kept how long after its last byte
     */
    @Inject
    PartialUploads(
            @ConfigProperty(name = "quarkus.http.body.uploads-directory") Path parent,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize maxBytes,
            @ConfigProperty(name = "framewise.upload.kept") Duration kept,
            InstantSource clock) {
        this.folder = new UploadFolder(parent.resolve("partial"), kept, clock);
        this.maxBytes = maxBytes.asLongValue();
    }

    long maxBytes() {
        return maxBytes;
    }

    /** @throws Refusal.Unavailable when there is no room for so many bytes */
    PartialUpload create(ProjectId project, @Nullable String name, long length) {
        if (length > maxBytes) {
            throw new WebApplicationException(413);
        }
        return folder.create(project, Uploads.name(name), length);
    }

    /** @throws Refusal.NotFound when it is unknown here, or gone */
    PartialUpload find(UUID id) {
        return folder.find(id);
    }

    /**
     * Adds bytes until the body ends or the connection breaks. Whoever adds last may: a request of the same file that is still
     * open, because nobody has told it that its client is gone, adds nothing more.
     *
     * @throws Refusal.Conflict when {@code offset} is not the next byte, or another request took over
     * @throws Refusal.Invalid when there are more bytes than announced
     */
    PartialUpload append(UUID id, long offset, InputStream body) {
        PartialUpload before = find(id);
        Turn turn = turns.computeIfAbsent(id, any -> new Turn());
        Object own = new Object();
        synchronized (turn) {
            long next = find(id).offset();
            if (next != offset) {
                throw new Refusal.Conflict("offset-mismatch", "The next byte is byte " + next + ".");
            }
            turn.owner = own;
        }
        try (FileChannel file = FileChannel.open(folder.bytes(id), StandardOpenOption.WRITE)) {
            long end = offset;
            byte[] block = new byte[BLOCK];
            for (int read = read(body, block); read >= 0; read = read(body, block)) {
                if (end + read > before.length()) {
                    throw new Refusal.Invalid(
                            "/Upload-Length", "too-many-bytes", "The file has more bytes than were announced.");
                }
                ByteBuffer bytes = ByteBuffer.wrap(block, 0, read);
                synchronized (turn) {
                    if (turn.owner != own) {
                        throw new Refusal.Conflict("upload-taken-over", "Another request goes on with this file.");
                    }
                    while (bytes.hasRemaining()) {
                        end += file.write(bytes, end);
                    }
                }
            }
        } catch (NoSuchFileException e) {
            throw new Refusal.NotFound("upload", id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return find(id);
    }

    /**
     * @return -1 at the end, which may be the end of the connection: what was read before is kept. The stream throws what it
     *     had not handed out yet away (some ten kilobytes), and the client sends that again.
     */
    private static int read(InputStream body, byte[] block) {
        try {
            return body.read(block);
        } catch (IOException broken) {
            return -1;
        }
    }

    void remove(UUID id) {
        find(id);
        delete(id);
    }

    /**
     * Makes a data unit of whole files. Of the same files there is one: a request that is repeated, because its answer was
     * lost, gets the same.
     *
     * @param ids at least one, in order
     * @param make may refuse the files: then they go
     * @return the data unit that has been made of them before, if any, and otherwise what was made now
     * @throws Refusal.Invalid when one is unknown, or not there as a whole; path {@code /uploads/<n>}
     */
    DataUnit use(
            ProjectId project,
            List<UUID> ids,
            Function<List<UploadedFile>, DataUnit> make,
            Function<DataUnitId, DataUnit> made) {
        synchronized (turns.computeIfAbsent(ids.get(0), any -> new Turn())) {
            List<PartialUpload> uploads = whole(project, ids);
            Optional<DataUnitId> before = uploads.get(0).dataUnit();
            if (before.isPresent()) {
                return made.apply(before.get());
            }
            try {
                DataUnit dataUnit = make.apply(uploads.stream()
                        .map(upload -> new UploadedFile(upload.name(), folder.bytes(upload.id())))
                        .toList());
                ids.forEach(id -> {
                    folder.used(id, dataUnit.id());
                    turns.remove(id);
                });
                return dataUnit;
            } catch (Refusal.Invalid refused) {
                ids.forEach(this::delete);
                throw refused;
            }
        }
    }

    private List<PartialUpload> whole(ProjectId project, List<UUID> ids) {
        List<PartialUpload> uploads = new ArrayList<>();
        Violations violations = new Violations();
        for (int i = 0; i < ids.size(); i++) {
            String path = "/uploads/" + i;
            UUID id = ids.get(i);
            violations.check(() -> {
                PartialUpload upload = known(project, id, path);
                if (upload.offset() < upload.length()) {
                    throw new Refusal.Invalid(
                            path,
                            "upload-incomplete",
                            "Of \"" + upload.name() + "\" " + upload.offset() + " of " + upload.length()
                                    + " bytes are there.");
                }
                uploads.add(upload);
            });
        }
        violations.refuse();
        return uploads;
    }

    private PartialUpload known(ProjectId project, UUID id, String path) {
        try {
            PartialUpload upload = find(id);
            if (upload.project().equals(project)) {
                return upload;
            }
        } catch (Refusal.NotFound gone) {
            // Said below, with the place in the request.
        }
        throw new Refusal.Invalid(
                path, "upload-unknown", "There is no upload " + id + " of this project; send it again.");
    }

    private void delete(UUID id) {
        folder.delete(id);
        turns.remove(id);
    }
}
