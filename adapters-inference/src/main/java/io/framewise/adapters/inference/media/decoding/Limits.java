package io.framewise.adapters.inference.media.decoding;

import io.framewise.adapters.inference.process.RefusedException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How large a medium may be.
 *
 * @param pixels width times height of a picture
 * @param frames of a video
 * @param seconds of a video
 * @param bytes of a file
 */
public record Limits(long pixels, int frames, long seconds, long bytes) {

    public Limits {
        if (pixels < 1 || frames < 1 || seconds < 1 || bytes < 1) {
            throw new IllegalArgumentException("A limit is at least 1.");
        }
    }

    public void write(DataOutput out) throws IOException {
        out.writeLong(pixels);
        out.writeInt(frames);
        out.writeLong(seconds);
        out.writeLong(bytes);
    }

    public static Limits read(DataInput in) throws IOException {
        return new Limits(in.readLong(), in.readInt(), in.readLong(), in.readLong());
    }

    void checkPixels(long width, long height) throws RefusedException {
        if (width * height > pixels) {
            throw new RefusedException(
                    "too-many-pixels",
                    "A picture has " + width + " x " + height + " pixels; at most " + pixels + " are allowed.");
        }
    }

    void checkFrames(long count) throws RefusedException {
        if (count > frames) {
            throw new RefusedException("too-many-frames", "The video has more than " + frames + " frames.");
        }
    }

    void checkSeconds(double duration) throws RefusedException {
        if (duration > seconds) {
            throw new RefusedException(
                    "too-long",
                    "The video is " + Math.round(duration) + " seconds long; at most " + seconds + " are allowed.");
        }
    }
}
