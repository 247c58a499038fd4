package io.framewise.adapters.web.media;

import io.framewise.domain.Refusal;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.project.ProjectId;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;

/** Uploads on disk, two files each: {@code <id>} has the bytes, {@code <id>.about} what is known of it. */
final class UploadFolder {

    private static final String ABOUT = ".about";
    private static final String DRAFT = ".draft";
    /** In the time for which a file is kept. */
    private static final int SWEEPS = 24;

    private final Path folder;
    private final Duration kept;
    private final InstantSource clock;
    private Instant nextSweep = Instant.MIN;

    /** @param kept how long after the last byte */
    UploadFolder(Path folder, Duration kept, InstantSource clock) {
        this.folder = folder;
        this.kept = kept;
        this.clock = clock;
    }

    /** @throws Refusal.Unavailable when there is no room for so many bytes */
    PartialUpload create(ProjectId project, String name, long length) {
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
            about.setProperty("name", name);
            about.setProperty("length", Long.toString(length));
            write(id, about);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return find(id);
    }

    /** @throws Refusal.NotFound when it is unknown here, or gone */
    PartialUpload find(UUID id) {
        Properties about = about(id);
        try {
            String dataUnit = about.getProperty("dataUnit");
            long length = Long.parseLong(about.getProperty("length"));
            Path latest = dataUnit == null ? bytes(id) : folder.resolve(id + ABOUT);
            return new PartialUpload(
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

    /** Where the bytes of an upload are, or are to be. */
    Path bytes(UUID id) {
        return folder.resolve(id.toString());
    }

    /** Of its bytes there is a data unit: what stays for a while is that it was so. */
    void used(UUID id, DataUnitId dataUnit) {
        Properties about = about(id);
        about.setProperty("dataUnit", dataUnit.toString());
        try {
            write(id, about);
            Files.deleteIfExists(bytes(id));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete(UUID id) {
        try {
            Files.deleteIfExists(folder.resolve(id + ABOUT));
            Files.deleteIfExists(folder.resolve(id + DRAFT));
            Files.deleteIfExists(bytes(id));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Not at each of many files: all that are there are looked at. */
    private synchronized void removeForgotten() throws IOException {
        Instant now = clock.instant();
        if (now.isBefore(nextSweep)) {
            return;
        }
        nextSweep = now.plus(kept.dividedBy(SWEEPS));
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path file : all) {
                UUID id = UUID.fromString(file.getFileName().toString().replaceFirst("[.].*", ""));
                if (expires(id, file).isBefore(now)) {
                    delete(id);
                }
            }
        }
    }

    /** A crash may have left one file of the two. */
    private Instant expires(UUID id, Path file) throws IOException {
        try {
            return find(id).expires();
        } catch (Refusal.NotFound incomplete) {
            try {
                return Files.getLastModifiedTime(file).toInstant().plus(kept);
            } catch (NoSuchFileException gone) {
                return Instant.MAX;
            }
        }
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
        Path draft = folder.resolve(id + DRAFT);
        try (BufferedWriter out = Files.newBufferedWriter(draft)) {
            about.store(out, null);
        }
        Files.move(draft, folder.resolve(id + ABOUT), StandardCopyOption.ATOMIC_MOVE);
    }
}
