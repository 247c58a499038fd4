package io.framewise.adapters.inference.media.decoding;

/** AV1 packets (temporal units): each shows exactly one picture. */
final class Av1Packets {

    private static final int FRAME_HEADER = 3;
    private static final int FRAME = 6;

    private Av1Packets() {}

    /** AV1 bitstream specification, 5.3 (OBU) and 5.9 (frame header): the first frame is a key frame and is shown. */
    static boolean startsWithKeyFrame(byte[] head, int size) {
        int at = 0;
        while (at < size) {
            int header = head[at++];
            int type = header >> 3 & 15;
            if ((header & 4) != 0) {
                at++;
            }
            long length = (long) size - at;
            if ((header & 2) != 0) {
                length = 0;
                for (int shift = 0; at < size && shift < 56; shift += 7) {
                    int part = head[at++];
                    length |= (long) (part & 0x7F) << shift;
                    if (part >= 0) {
                        break;
                    }
                }
            }
            if (type == FRAME || type == FRAME_HEADER) {
                // show_existing_frame 0, frame_type 00 (key), show_frame 1.
                return at < size && (head[at] & 0xF0) == 0x10;
            }
            at = (int) Math.min(size, at + length);
        }
        return false;
    }
}
