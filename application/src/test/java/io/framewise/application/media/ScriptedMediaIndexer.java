package io.framewise.application.media;

import io.framewise.domain.Refusal;
import io.framewise.domain.media.Fraction;
import io.framewise.domain.media.FrameIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads files whose content says what they are: {@code video 250}, {@code image}, {@code image with a finding}, or
 * {@code zip} followed by one such file a line. Anything else is not media.
 */
public final class ScriptedMediaIndexer implements MediaIndexer {

    @Override
    public IndexedMedia index(UploadedFile file, String path) {
        String content = content(file.file());
        if (content.startsWith("video ")) {
            int frames = Integer.parseInt(content.substring("video ".length()));
            long[] pts = new long[frames];
            for (int i = 0; i < frames; i++) {
                pts[i] = 512L * i;
            }
            FrameIndex index = new FrameIndex(new Fraction(1, 12_800), pts, new int[] {0});
            return new IndexedMedia(true, "mp4", "h264", 720, 1280, new Fraction(25, 1), 90, index, List.of());
        }
        if (content.startsWith("image")) {
            List<String> findings = content.contains("finding") ? List.of("The end is cut off.") : List.of();
            return new IndexedMedia(
                    false, "png_pipe", "png", 640, 480, new Fraction(1, 1), 0, FrameIndex.ofImages(1), findings);
        }
        throw new Refusal.Invalid(path, "not-media", "\"" + file.name() + "\" is neither video nor image.");
    }

    @Override
    public boolean isArchive(Path file) {
        return content(file).startsWith("zip");
    }

    @Override
    public List<UploadedFile> unpack(UploadedFile archive, Path into, String path) {
        List<UploadedFile> files = new ArrayList<>();
        try {
            for (String line : content(archive.file()).lines().skip(1).toList()) {
                String name = "entry " + files.size();
                files.add(new UploadedFile(name, Files.writeString(into.resolve(name), line)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (files.isEmpty()) {
            throw new Refusal.Invalid(path, "archive-empty", "The archive holds no image.");
        }
        return files;
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
