package io.framewise.adapters.inference.media.decoding;

import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** Frames known by the stream's own timestamps. */
final class StampedFrames implements FrameNumbers {

    private final VideoIndex index;
    private int key = UNKNOWN;

    StampedFrames(VideoIndex index) {
        this.index = index;
    }

    @Override
    public int ofPacket(AVPacket packet) {
        int frame = index.frameAt(packet.pts());
        int place = frame < 0 ? UNKNOWN : index.keyBefore(frame);
        key = place >= 0 && index.keyFrames()[place] == frame ? place : UNKNOWN;
        return frame;
    }

    @Override
    public int keyOfPacket() {
        return key;
    }

    @Override
    public int ofPicture(long timestamp) {
        return index.frameAt(timestamp);
    }

    @Override
    public void lost() {
        // A lost picture leaves a gap in the timestamps and moves no other.
    }

    @Override
    public void moved(boolean toBeginning) {
        key = UNKNOWN;
    }

    @Override
    public long seekTimestamp(int key) {
        return index.pts()[index.keyFrames()[key]];
    }

    @Override
    public boolean canSeek() {
        return index.keyFrames().length > 0;
    }
}
