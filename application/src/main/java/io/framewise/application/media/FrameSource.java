package io.framewise.application.media;

import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.FrameIndex;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.MediaFile;
import java.util.List;

/**
 * All that is needed to find some frames of a data unit.
 *
 * @param range the frames that may be asked for; others of images have their files elsewhere
 * @param files the one of a video; of images one for each frame of the range, in order
 * @param frames of the whole data unit
 */
public record FrameSource(DataUnit dataUnit, FrameRange range, List<MediaFile> files, FrameIndex frames) {

    public FrameSource {
        files = List.copyOf(files);
        if (files.size() != dataUnit.files(range).count()
                || !dataUnit.wholeRange().contains(range)) {
            throw new IllegalArgumentException(files.size() + " files are not those of the frames " + range + " of "
                    + dataUnit.frameCount() + ".");
        }
    }

    /** Where a frame of the range is. */
    public MediaFile file(int frame) {
        return files.get(files.size() == 1 ? 0 : frame - range.first());
    }
}
