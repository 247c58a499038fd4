package io.framewise.domain.media;

import io.framewise.domain.Refusal;
import io.framewise.domain.project.ProjectId;
import java.time.Instant;
import java.util.List;

/**
 * A video, an image, an image group or an image sequence of a project: a video is one file, images are one for each frame.
 * It is complete when it is created and never changes.
 *
 * @param title 1 to 200 characters
 * @param contentHash of the one file; of several files, the SHA-256 over their hashes in frame order
 * @param frameCount frames are numbered from 0 to {@code frameCount - 1}
 * @param width of the first frame as it is shown, px
 * @param height of the first frame as it is shown, px
 * @param frameRate average frames per second of a video; 1/1 for images
 * @param rotation degrees clockwise by which a video's pictures are turned before they are shown or classified: 0, 90,
 *     180 or 270
 * @param findings what is wrong with the file and could be got over, sentences for people
 */
public record DataUnit(
        DataUnitId id,
        ProjectId projectId,
        String title,
        MediaKind kind,
        ContentHash contentHash,
        int frameCount,
        int width,
        int height,
        Fraction frameRate,
        int rotation,
        List<String> findings,
        Instant createdAt) {

    public DataUnit {
        findings = List.copyOf(findings);
        title = title.strip();
        if (title.isEmpty() || title.length() > 200) {
            throw new Refusal.Invalid("/title", "title-length", "A data unit's title has 1 to 200 characters.");
        }
        if (frameCount < 1 || kind == MediaKind.IMAGE && frameCount > 1) {
            throw new IllegalArgumentException("No data unit: " + kind + " of " + frameCount + " frames.");
        }
    }

    public FrameRange wholeRange() {
        return new FrameRange(0, frameCount - 1);
    }

    /** Numbers of the files that hold some frames: a video is one file, images are one for each frame. */
    public FrameRange files(FrameRange frames) {
        return kind == MediaKind.VIDEO ? FrameRange.single(0) : frames;
    }

    /** @throws Refusal.Invalid when the range reaches beyond the last frame */
    public void checkHas(FrameRange range, String path) {
        if (range.last() >= frameCount) {
            throw new Refusal.Invalid(
                    path + "/last",
                    "frame-out-of-range",
                    "\"" + title + "\" has the frames 0 to " + (frameCount - 1) + "; there is no frame " + range.last()
                            + ".");
        }
    }
}
