package io.framewise.application.model;

import io.framewise.application.media.MediaIndexer;
import io.framewise.application.media.UploadedFile;
import io.framewise.domain.Refusal;
import io.framewise.domain.model.GoldenSamples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The images of an archive of golden samples, in a folder that goes when this is closed. */
final class GoldenImages implements AutoCloseable {

    private final Path folder;
    private final Map<String, Path> files = new HashMap<>();

    private GoldenImages(Path folder) {
        this.folder = folder;
    }

    /**
     * Unpacks beside the upload, where there is room for uploads.
     *
     * @throws Refusal.Invalid at {@code /goldens}
     */
    static GoldenImages unpack(MediaIndexer indexer, UploadedFile archive) {
        if (!indexer.isArchive(archive.file())) {
            throw new Refusal.Invalid("/goldens", "archive-unreadable", "Golden images come as a zip archive.");
        }
        GoldenImages images;
        try {
            images = new GoldenImages(
                    Files.createTempDirectory(archive.file().toAbsolutePath().getParent(), "goldens-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            for (UploadedFile image : indexer.unpack(archive, images.folder, "/goldens")) {
                images.files.put(image.name(), image.file());
                images.files.putIfAbsent(image.name().substring(image.name().lastIndexOf('/') + 1), image.file());
            }
            return images;
        } catch (RuntimeException e) {
            images.close();
            throw e;
        }
    }

    /**
     * The image of each sample.
     *
     * @throws Refusal.Invalid when one is not in the archive
     */
    List<Path> of(GoldenSamples.Draft samples) {
        List<Path> paths = new ArrayList<>();
        for (GoldenSamples.SampleDraft sample :
                samples.samples() == null ? List.<GoldenSamples.SampleDraft>of() : samples.samples()) {
            Path file = sample == null || sample.image() == null ? null : files.get(sample.image());
            if (file == null) {
                throw new Refusal.Invalid(
                        "/goldenProbabilities/samples/" + paths.size() + "/image",
                        "image-missing",
                        "The archive of golden images has no image of this name.");
            }
            paths.add(file);
        }
        return paths;
    }

    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
