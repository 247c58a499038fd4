package io.framewise.adapters.inference.media.decoding;

import io.framewise.adapters.inference.media.decoding.PacketReader.Facts;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** Numbers the packets of a stream on their way to the decoder, so that each picture tells which packet it was. */
final class KeyPackets {

    private final PacketReader reader;
    private final LongList timestamps = new LongList();
    private final LongList keys = new LongList();

    KeyPackets(OpenMedia media) {
        reader = new PacketReader(media.codecName(), media.parameters());
    }

    /** Puts the packet's number in the place of its timestamp. */
    boolean mark(AVPacket packet) {
        Facts facts = reader.read(packet);
        if (facts.key()) {
            keys.add(timestamps.size());
        }
        long serial = timestamps.size();
        timestamps.add(packet.pts());
        packet.pts(serial);
        return true;
    }

    /** The timestamp that the packet with a number had. */
    long timestamp(long serial) {
        return timestamps.get((int) serial);
    }

    /**
     * Where the key packets are among the pictures that came out.
     *
     * @param serials packet number of each picture, in order of presentation
     * @return nothing when a key packet gave no picture: counting from key frames would go wrong
     */
    int[] places(long[] serials) {
        int[] places = new int[keys.size()];
        int found = 0;
        for (int frame = 0; frame < serials.length; frame++) {
            if (found < places.length && serials[frame] == keys.get(found)) {
                places[found++] = frame;
            }
        }
        return found == places.length ? places : new int[0];
    }
}
