package io.framewise.adapters.inference.media.decoding;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * Frames counted from the key frame before them, for files without usable timestamps. After something was lost there is
 * no counting on before the next key frame.
 */
final class CountedFrames implements FrameNumbers {

    private final VideoIndex index;
    private final PacketReader reader;
    private final long[] keyDts;
    private final Map<Long, Integer> keysUnderWay = new HashMap<>();
    private long serial;
    private int key = UNKNOWN;
    private int nextNumber = UNKNOWN;

    /** @param keyDts decoding timestamps of the key packets of the whole file, in its order */
    CountedFrames(VideoIndex index, OpenMedia media, long[] keyDts) {
        this.index = index;
        this.reader = new PacketReader(media.codecName(), media.parameters());
        this.keyDts = keyDts.length == index.keyFrames().length && ascends(keyDts) ? keyDts : new long[0];
    }

    private static boolean ascends(long[] values) {
        for (int i = 1; i < values.length; i++) {
            if (values[i] <= values[i - 1]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int ofPacket(AVPacket packet) {
        key = UNKNOWN;
        if (reader.read(packet).key()) {
            int place = Arrays.binarySearch(keyDts, packet.dts());
            if (place >= 0) {
                key = place;
                keysUnderWay.put(serial, place);
            }
        }
        packet.pts(serial++);
        return UNKNOWN;
    }

    @Override
    public int keyOfPacket() {
        return key;
    }

    @Override
    public int ofPicture(long timestamp) {
        Integer anchor = keysUnderWay.remove(timestamp);
        if (anchor != null) {
            nextNumber = index.keyFrames()[anchor];
        }
        return nextNumber == UNKNOWN || nextNumber >= index.count() ? UNKNOWN : nextNumber++;
    }

    @Override
    public void lost() {
        nextNumber = UNKNOWN;
    }

    @Override
    public void moved(boolean toBeginning) {
        nextNumber = toBeginning ? 0 : UNKNOWN;
        keysUnderWay.clear();
    }

    @Override
    public long seekTimestamp(int key) {
        return keyDts[key];
    }

    @Override
    public boolean canSeek() {
        return keyDts.length > 0;
    }
}
