package io.framewise.adapters.inference.media;

import io.framewise.adapters.inference.media.decoding.LocalFrameDecoder;
import io.framewise.adapters.inference.process.Containment;
import io.framewise.application.media.BlobStore;
import io.framewise.application.media.FrameSource;
import io.framewise.application.media.MediaIndexer.IndexedMedia;
import io.framewise.application.media.UploadedFile;
import io.framewise.domain.media.ContentHash;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.Fraction;
import io.framewise.domain.media.FrameIndex;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.media.MediaFile;
import io.framewise.domain.media.MediaKind;
import io.framewise.domain.project.ProjectId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Clips, data units of them, and what FFmpeg's own program says about them. */
final class Clips implements BlobStore {

    static final Path NATIVE = Path.of("target", "native");

    private final Map<ContentHash, Path> files = new ConcurrentHashMap<>();

    static MediaSettings settings() {
        return MediaSettings.standard(NATIVE);
    }

    /** As the product has it; its inboxes go when the tests are started again. */
    static Containment containment() {
        try {
            return Containment.of(Containment.Wanted.AUTO, Path.of("target", "inbox"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Path fixture(String name) {
        try {
            return Path.of(URI.create(String.valueOf(Clips.class.getResource("/media/" + name))));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("There is no fixture " + name + ".", e);
        }
    }

    static UploadedFile upload(Path file) {
        return new UploadedFile(String.valueOf(file.getFileName()), file);
    }

    @Override
    public Blob put(Path file) {
        try {
            ContentHash hash = new ContentHash(sha256(Files.readAllBytes(file)));
            files.put(hash, file);
            return new Blob(hash, Files.size(file));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Path file(ContentHash hash) {
        return files.get(hash);
    }

    /** A data unit of one indexed file. */
    FrameSource source(Path file, IndexedMedia media) {
        return source(media.video() ? MediaKind.VIDEO : MediaKind.IMAGE, List.of(file), media, media.frames());
    }

    /** A data unit of images. */
    FrameSource images(List<Path> images, IndexedMedia first) {
        return source(MediaKind.IMAGE_GROUP, images, first, FrameIndex.ofImages(images.size()));
    }

    private FrameSource source(MediaKind kind, List<Path> paths, IndexedMedia media, FrameIndex frames) {
        List<MediaFile> stored = paths.stream()
                .map(path -> new MediaFile(
                        put(path).hash(),
                        path.toString(),
                        path.toFile().length(),
                        media.format(),
                        media.codec(),
                        media.width(),
                        media.height()))
                .toList();
        DataUnit unit = new DataUnit(
                new DataUnitId(UUID.randomUUID()),
                new ProjectId(UUID.randomUUID()),
                "A clip",
                kind,
                stored.get(0).contentHash(),
                frames.count(),
                media.width(),
                media.height(),
                new Fraction(25, 1),
                media.rotation(),
                media.findings(),
                Instant.EPOCH);
        return new FrameSource(unit, unit.wholeRange(), stored, frames);
    }

    /** Frame number to the SHA-256 of its pixels, or to the reason why there are none. */
    static Map<Integer, String> decode(FrameDecoder decoder, FrameSource source, FrameRanges frames) {
        Map<Integer, String> seen = new TreeMap<>();
        decoder.decode(source, frames, new FrameDecoder.Sink() {
            @Override
            public boolean picture(int frame, RgbPicture picture) {
                seen.put(frame, sha256(picture.copy().rgb().array()));
                return true;
            }

            @Override
            public boolean failed(int frame, String reason) {
                seen.put(frame, reason);
                return true;
            }
        });
        return seen;
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The SHA-256 of each picture of a fixture, as RGB, upright, in the order in which FFmpeg's program puts them out;
     * see {@code pictures.sh} beside the fixtures.
     */
    static List<String> picturesByProgram(String name) {
        try (Stream<String> lines = Files.lines(fixture("pictures.csv"))) {
            return lines.filter(line -> line.startsWith(name + ","))
                    .map(line -> line.substring(name.length() + 1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Decodes in this process, as an inference process does. */
    FrameDecoder decoder() {
        return new LocalFrameDecoder(settings().limits(), this::file, () -> {}, frame -> {});
    }
}
