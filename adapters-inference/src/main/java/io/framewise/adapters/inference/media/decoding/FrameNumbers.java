package io.framewise.adapters.inference.media.decoding;

import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** Which frame a packet or a picture is. One for each way of knowing that, see {@link VideoIndex}. */
interface FrameNumbers {

    int UNKNOWN = -1;

    /**
     * Looks at a packet before it is decoded; to be asked for every packet.
     *
     * @return the frame that it makes, as far as that is known beforehand
     */
    int ofPacket(AVPacket packet);

    /** Place of the packet that was just looked at among the key frames of the index, {@link #UNKNOWN} when it is none. */
    int keyOfPacket();

    /**
     * @param timestamp the picture's, as the decoder gives it
     * @return {@link #UNKNOWN} for a picture that is not in the index
     */
    int ofPicture(long timestamp);

    /** Something was lost on the way through the decoder. */
    void lost();

    /** The next packet is the first of the file, or any one after a jump. */
    void moved(boolean toBeginning);

    /** Where to jump for a key frame, given by its place in the index. */
    long seekTimestamp(int key);

    /** Whether there is anywhere to jump to. */
    boolean canSeek();
}
