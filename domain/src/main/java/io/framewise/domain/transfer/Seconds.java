package io.framewise.domain.transfer;

import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.Fraction;
import io.framewise.domain.media.FrameIndex;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.MediaKind;
import java.util.Optional;

/**
 * When the frames of a range are shown, in seconds from the first frame of the video, rounded to microseconds.
 *
 * @param start when the first frame appears
 * @param end when the frame behind the last appears; behind the last of the video, one average frame later
 */
public record Seconds(double start, double end) {

    private static final double MICROS = 1e6;

    /** @return nothing for images, which are not shown at a time */
    public static Optional<Seconds> of(DataUnit dataUnit, FrameIndex frames, FrameRange range) {
        if (dataUnit.kind() != MediaKind.VIDEO) {
            return Optional.empty();
        }
        int next = range.last() + 1;
        double end =
                next < frames.count() ? at(frames, next) : at(frames, range.last()) + oneFrame(dataUnit.frameRate());
        return Optional.of(new Seconds(rounded(at(frames, range.first())), rounded(end)));
    }

    private static double at(FrameIndex frames, int frame) {
        Fraction unit = frames.timeBase();
        return (double) (frames.pts(frame) - frames.pts(0)) * unit.numerator() / unit.denominator();
    }

    private static double oneFrame(Fraction rate) {
        return rate.numerator() > 0 ? (double) rate.denominator() / rate.numerator() : 0;
    }

    private static double rounded(double seconds) {
        return Math.round(seconds * MICROS) / MICROS;
    }
}
