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
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Files that come in over several requests, in a folder of this node: what came before a connection broke stays. They go when
 * a data unit was made of them, or when nothing was added for a time.
 *
 * <p>Each is two files: {@code <id>} has the bytes, {@code <id>.about} what is known of it.
 */
@Singleton
public final class PartialUploads {

    private static final String ABOUT = ".about";
    private static final int BLOCK = 1 << 17;
    /** In the time for which a file is kept. */
    private static final int SWEEPS = 24;

    private final Path folder;
    private final long maxBytes;
    private final Duration kept;
    private final InstantSource clock;
    private final Map<UUID, Turn> turns = new ConcurrentHashMap<>();
    private Instant nextSweep = Instant.MIN;

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
        this.folder = parent.resolve("partial");
        this.maxBytes = maxBytes.asLongValue();
        this.kept = kept;
        this.clock = clock;
    }

    /**
     * A file that is not there yet as a whole.
     *
     * @param length bytes of the whole file
     * @param offset bytes that are there
     * @param expires when it goes if nothing more comes
     * @param dataUnit what was made of it
     */
    record Upload(
            UUID id,
            ProjectId project,
            String name,
            long length,
            long offset,
            Instant expires,
            Optional<DataUnitId> dataUnit) {}

    long maxBytes() {
        return maxBytes;
    }

    /** @throws Refusal.Unavailable when there is no room for so many bytes */
    Upload create(ProjectId project, @Nullable String name, long length) {
        if (length > maxBytes) {
            throw new WebApplicationException(413);
        }
        UUID id = UUID.randomUUID();
        try {
            Files.createDirectories(folder);
            removeForgotten();
            if (Files.getFileStore(folder).getUsableSpace() < length) {
                throw new Refusal.Unavailable("no-room", "The server has no room for " + length + " bytes.");
            }
            Files.createFile(bytes(id));
            Properties about = new Properties();
            about.setProperty("project", project.toString());
            about.setProperty("name", Uploads.name(name));
            about.setProperty("length", Long.toString(length));
            write(id, about);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return find(id);
    }

    /** @throws Refusal.NotFound when it is unknown here, or gone */
    Upload find(UUID id) {
        Properties about = about(id);
        try {
            String dataUnit = about.getProperty("dataUnit");
            long length = Long.parseLong(about.getProperty("length"));
            Path latest = dataUnit == null ? bytes(id) : folder.resolve(id + ABOUT);
            return new Upload(
                    id,
                    new ProjectId(UUID.fromString(about.getProperty("project"))),
                    about.getProperty("name"),
                    length,
                    dataUnit == null ? Files.size(latest) : length,
                    Files.getLastModifiedTime(latest).toInstant().plus(kept),
                    Optional.ofNullable(dataUnit).map(UUID::fromString).map(DataUnitId::new));
        } catch (NoSuchFileException e) {
            throw new Refusal.NotFound("upload", id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Adds bytes until the body ends or the connection breaks. Whoever adds last may: a request of the same file that is still
     * open, because nobody has told it that its client is gone, adds nothing more.
     *
     * @throws Refusal.Conflict when {@code offset} is not the next byte, or another request took over
     * @throws Refusal.Invalid when there are more bytes than announced
     */
    Upload append(UUID id, long offset, InputStream body) {
        Upload before = find(id);
        Turn turn = turns.computeIfAbsent(id, any -> new Turn());
        Object own = new Object();
        synchronized (turn) {
            long next = find(id).offset();
            if (next != offset) {
                throw new Refusal.Conflict("offset-mismatch", "The next byte is byte " + next + ".");
            }
            turn.owner = own;
        }
        try (FileChannel file = FileChannel.open(bytes(id), StandardOpenOption.WRITE)) {
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
            List<Upload> uploads = whole(project, ids);
            Optional<DataUnitId> before = uploads.get(0).dataUnit();
            if (before.isPresent()) {
                return made.apply(before.get());
            }
            try {
                DataUnit dataUnit = make.apply(uploads.stream()
                        .map(upload -> new UploadedFile(upload.name(), bytes(upload.id())))
                        .toList());
                ids.forEach(id -> used(id, dataUnit.id()));
                return dataUnit;
            } catch (Refusal.Invalid refused) {
                ids.forEach(this::delete);
                throw refused;
            }
        }
    }

    private List<Upload> whole(ProjectId project, List<UUID> ids) {
        List<Upload> uploads = new ArrayList<>();
        Violations violations = new Violations();
        for (int i = 0; i < ids.size(); i++) {
            String path = "/uploads/" + i;
            UUID id = ids.get(i);
            violations.check(() -> {
                Upload upload = known(project, id, path);
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

    private Upload known(ProjectId project, UUID id, String path) {
        try {
            Upload upload = find(id);
            if (upload.project().equals(project)) {
                return upload;
            }
        } catch (Refusal.NotFound gone) {
            // Said below, with the place in the request.
        }
        throw new Refusal.Invalid(
                path, "upload-unknown", "There is no upload " + id + " of this project; send it again.");
    }

    private void used(UUID id, DataUnitId dataUnit) {
        Properties about = about(id);
        about.setProperty("dataUnit", dataUnit.toString());
        try {
            write(id, about);
            Files.deleteIfExists(bytes(id));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        turns.remove(id);
    }

    /** Not at each of many files: all that are there are looked at. */
    private synchronized void removeForgotten() throws IOException {
        Instant now = clock.instant();
        if (now.isBefore(nextSweep)) {
            return;
        }
        nextSweep = now.plus(kept.dividedBy(SWEEPS));
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*" + ABOUT)) {
            for (Path about : all) {
                UUID id = UUID.fromString(about.getFileName().toString().replace(ABOUT, ""));
                try {
                    if (find(id).expires().isBefore(now)) {
                        delete(id);
                    }
                } catch (Refusal.NotFound gone) {
                    Files.deleteIfExists(about);
                }
            }
        }
    }

    private void delete(UUID id) {
        try {
            Files.deleteIfExists(folder.resolve(id + ABOUT));
            Files.deleteIfExists(bytes(id));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        turns.remove(id);
    }

    private Path bytes(UUID id) {
        return folder.resolve(id.toString());
    }

    private Properties about(UUID id) {
        Properties about = new Properties();
        try (BufferedReader in = Files.newBufferedReader(folder.resolve(id + ABOUT))) {
            about.load(in);
        } catch (NoSuchFileException e) {
            throw new Refusal.NotFound("upload", id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return about;
    }

    /** As a whole or not at all. */
    private void write(UUID id, Properties about) throws IOException {
        Path draft = folder.resolve(id + ".draft");
        try (BufferedWriter out = Files.newBufferedWriter(draft)) {
            about.store(out, null);
        }
        Files.move(draft, folder.resolve(id + ABOUT), StandardCopyOption.ATOMIC_MOVE);
    }
}
