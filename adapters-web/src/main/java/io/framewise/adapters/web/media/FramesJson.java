package io.framewise.adapters.web.media;

import io.framewise.domain.media.Fraction;
import io.framewise.domain.media.FrameIndex;
import io.framewise.domain.media.FrameRange;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Where the frames of a data unit are in time. */
@Schema(name = "Frames")
record FramesJson(
        @Schema(description = "How many frames the data unit has.")
        int frameCount,

        @Schema(description = "Unit of the timestamps, seconds.")
        Fraction timeBase,

        List<Frame> frames) {

    @Schema(name = "Frame")
    record Frame(
            @Schema(description = "Number of the frame, from 0, in presentation order.")
            int frame,

            @Schema(description = "Presentation timestamp in units of the time base.")
            long pts,

            @Schema(description = "Seconds since the first frame.")
            double seconds,

            @Schema(description = "Whether it decodes without another frame.")
            boolean keyFrame) {}

    static FramesJson of(FrameIndex index, FrameRange range) {
        int[] keyFrames = index.keyFrames();
        return new FramesJson(
                index.count(),
                index.timeBase(),
                IntStream.rangeClosed(range.first(), range.last())
                        .mapToObj(frame -> new Frame(
                                frame,
                                index.pts(frame),
                                index.seconds(frame),
                                Arrays.binarySearch(keyFrames, frame) >= 0))
                        .toList());
    }
}
