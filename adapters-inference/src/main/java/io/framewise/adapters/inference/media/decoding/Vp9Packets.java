package io.framewise.adapters.inference.media.decoding;

import io.framewise.adapters.inference.media.decoding.PacketReader.Facts;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** VP9 packets: hidden frames travel with a shown one in a superframe, or alone. */
final class Vp9Packets {

    private Vp9Packets() {}

    /** VP9 bitstream specification, 6.2 (uncompressed header) and annex B (superframes). */
    static Facts read(AVPacket packet, byte[] head) {
        int bits = head[0] & 0xFF;
        // frame_marker (2), profile (low bit, high bit), a reserved bit in profile 3, then the three that matter.
        int end = (bits & 0x30) == 0x30 ? 0 : 1;
        boolean existing = (bits >> end + 2 & 1) == 1;
        boolean inter = (bits >> end + 1 & 1) == 1;
        boolean shown = (bits >> end & 1) == 1;
        if (existing || isSuperframe(packet)) {
            return !existing && !inter && shown ? Facts.CLOSED_KEY : Facts.PICTURE;
        }
        return !shown ? Facts.HIDDEN : inter ? Facts.PICTURE : Facts.CLOSED_KEY;
    }

    private static boolean isSuperframe(AVPacket packet) {
        int last = packet.data().get(packet.size() - 1L) & 0xFF;
        return (last & 0xE0) == 0xC0;
    }
}
