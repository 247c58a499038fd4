package io.framewise.adapters.inference.media.decoding;

import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_CORRUPT;

import io.framewise.adapters.inference.process.Heartbeat;
import io.framewise.adapters.inference.process.RefusedException;
import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Any frame of an indexed video, with the very pixels that decoding from the beginning gives. Frames asked for in
 * ascending order are decoded in one go; a gap is jumped over when a key frame lies in it.
 *
 * <p>A picture is handed out under a number only when decoding began at a key frame that is not after it (or at the
 * beginning of the file), and no damage was reported in it or in what it may build on.
 */
final class VideoReader implements AutoCloseable {

    /** A frame that has no good picture. */
    static final class DamagedException extends Exception {
        private static final long serialVersionUID = 1L;

        DamagedException(String sentence) {
            super(sentence, null, false, false);
        }

        String sentence() {
            return String.valueOf(getMessage());
        }
    }

    /** Decoding this many frames takes no longer than a jump. */
    private static final int NEAR = 4;

    private final VideoIndex index;
    private final PictureStream pictures;
    private final FrameNumbers numbers;
    private final PacketReader reader;
    private final Soundness soundness;
    private final PictureStream.PacketTap tap = new PictureStream.PacketTap() {
        @Override
        public boolean packet(AVPacket packet) {
            return pass(packet);
        }

        @Override
        public void lost() {
            numbers.lost();
            if (fed >= 0) {
                soundness.lost(fed);
            }
        }
    };
    private int target;
    /** The frame that the newest packet in the decoder makes, as far as that is known. */
    private int fed = FrameNumbers.UNKNOWN;
    /** The picture in {@link #pictures} when {@link #held}. */
    private int number = -1;

    private boolean held;
    /** No picture below this number comes any more without a jump. */
    private int next;
    /** First frame that is exact since the last jump; nothing is before a key frame has passed. */
    private int exactFrom;
    /** The newest key frame that went into the decoder. */
    private int newestKey = -1;

    VideoReader(String path, Limits limits, VideoIndex index, Heartbeat heartbeat)
            throws IOException, RefusedException {
        this.index = index;
        this.pictures = new PictureStream(path, limits, heartbeat);
        this.soundness = new Soundness(index);
        OpenMedia media = pictures.media();
        this.reader = new PacketReader(media.codecName(), media.parameters());
        if (index.timeBase().equals(media.timeBase())) {
            numbers = new StampedFrames(index);
        } else {
            PacketScan scan = PacketScan.of(media, limits, heartbeat);
            pictures.restart();
            numbers = new CountedFrames(index, pictures.media(), scan.keyDecodingTimestamps());
        }
        numbers.moved(true);
    }

    /** @return the picture, good until the next call */
    AVFrame frame(int wanted) throws IOException, RefusedException, DamagedException {
        target = wanted;
        if (mustJump()) {
            jump();
        }
        while (held || findNext()) {
            held = number > target;
            if (held) {
                break;
            }
            next = number + 1;
            if (number == target) {
                checkSound();
                return pictures.picture();
            }
        }
        throw new DamagedException("Frame " + target + " cannot be decoded: the file is damaged there.");
    }

    private boolean mustJump() {
        if (target < next) {
            return true;
        }
        int key = index.keyBefore(target);
        return numbers.canSeek() && key >= 0 && index.keyFrames()[key] > Math.max(newestKey, next + NEAR);
    }

    /** Decodes up to the next picture of the index; false at the end. */
    private boolean findNext() {
        while (pictures.next(tap)) {
            number = numbers.ofPicture(pictures.picture().pts());
            if (number >= Math.max(next, exactFrom)) {
                soundness.out(number, isSound(pictures.picture()));
                return true;
            }
        }
        return false;
    }

    /** Sees each packet on its way to the decoder; leaves out those before the first key frame, and those of no use. */
    private boolean pass(AVPacket packet) {
        int frame = numbers.ofPacket(packet);
        int key = numbers.keyOfPacket();
        if (key >= 0) {
            newestKey = index.keyFrames()[key];
            exactFrom = Math.min(exactFrom, newestKey);
        }
        if (frame >= 0 && reader.isDisposable(packet)) {
            soundness.disposable(frame);
            if (frame < target) {
                return false;
            }
        }
        boolean wanted = exactFrom != Integer.MAX_VALUE;
        fed = wanted ? frame : FrameNumbers.UNKNOWN;
        if (fed >= 0) {
            soundness.in(fed);
        }
        return wanted;
    }

    private void jump() throws IOException, RefusedException {
        int key = index.keyBefore(target);
        for (int earlier = 0; earlier < 3 && key - earlier >= 0 && numbers.canSeek(); earlier++) {
            forget(Integer.MAX_VALUE, false);
            if (pictures.seek(numbers.seekTimestamp(key - earlier)) && findNext()) {
                held = true;
                if (exactFrom <= target) {
                    return;
                }
            }
        }
        pictures.restart();
        forget(0, true);
    }

    private void forget(int exact, boolean toBeginning) {
        exactFrom = exact;
        next = 0;
        held = false;
        newestKey = -1;
        soundness.moved();
        numbers.moved(toBeginning);
    }

    private void checkSound() throws DamagedException {
        if (!isSound(pictures.picture())) {
            throw new DamagedException("Frame " + target + " is damaged in the file.");
        }
        if (soundness.badBefore() != Soundness.NOTHING) {
            throw new DamagedException("Frame " + target + " builds on frame " + soundness.badBefore()
                    + ", which is damaged in the file.");
        }
    }

    static boolean isSound(AVFrame frame) {
        return (frame.flags() & AV_FRAME_FLAG_CORRUPT) == 0 && frame.decode_error_flags() == 0;
    }

    @Override
    public void close() {
        pictures.close();
    }
}
