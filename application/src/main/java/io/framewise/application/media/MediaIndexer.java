package io.framewise.application.media;

import io.framewise.domain.media.Fraction;
import io.framewise.domain.media.FrameIndex;
import java.nio.file.Path;
import java.util.List;

/** Finds out what an uploaded file is and where its frames are. Reads hostile bytes: never in this process. */
public interface MediaIndexer {

    /**
     * A video or image that can be read.
     *
     * @param video false for a still image, which has exactly one frame
     * @param format as FFmpeg names the container
     * @param codec as FFmpeg names it
     * @param width of the picture as it is shown (after rotation), px
     * @param height of the picture as it is shown (after rotation), px
     * @param frameRate average frames per second; 1/1 for an image
     * @param rotation degrees clockwise to turn the coded picture: 0, 90, 180 or 270; always 0 for an image
     * @param findings what is wrong and could be got over (a truncated end, unreadable packets), sentences for people
     */
    record IndexedMedia(
            boolean video,
            String format,
            String codec,
            int width,
            int height,
            Fraction frameRate,
            int rotation,
            FrameIndex frames,
            List<String> findings) {}

    /**
     * Indexes one file.
     *
     * @param path JSON pointer of the upload, for the violation
     * @throws io.framewise.domain.Refusal.Invalid with the code {@code not-media}, {@code media-format-refused},
     *     {@code no-frames}, {@code too-many-pixels}, {@code too-many-frames}, {@code too-long} or {@code too-large}
     * @throws io.framewise.domain.Refusal.Unavailable when the reading process cannot be started or does not answer
     */
    IndexedMedia index(UploadedFile file, String path);

    /** Whether a file is a zip archive, by its first bytes. */
    boolean isArchive(Path file);

    /**
     * Unpacks the images of a zip archive, in the order of their names (numbers inside a name count as numbers).
     * Directories, hidden files and files of the operating system ({@code __MACOSX}, {@code Thumbs.db}) are passed over.
     *
     * @param into an empty folder that the caller removes
     * @throws io.framewise.domain.Refusal.Invalid with the code {@code archive-unreadable}, {@code archive-empty},
     *     {@code archive-entry-refused} (absolute or {@code ..} names, links, encrypted), {@code archive-too-large} (too
     *     many entries, too many bytes, too strongly compressed)
     */
    List<UploadedFile> unpack(UploadedFile archive, Path into, String path);
}
