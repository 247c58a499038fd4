package io.framewise.adapters.inference.media.decoding;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;

import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.javacpp.BytePointer;

/**
 * Reads from the coded bytes what containers do not tell, or tell wrongly: whether a packet makes a picture, and whether
 * decoding can really start at it.
 */
final class PacketReader {

    /**
     * A packet's part in the stream.
     *
     * @param shown whether a picture comes out for it
     * @param key whether it and all that is presented after it decode exactly without anything before it
     * @param closed whether, in addition, nothing that follows it in the file is presented before it
     */
    record Facts(boolean shown, boolean key, boolean closed) {

        static final Facts HIDDEN = new Facts(false, false, false);
        static final Facts PICTURE = new Facts(true, false, false);
        static final Facts OPEN_KEY = new Facts(true, true, false);
        static final Facts CLOSED_KEY = new Facts(true, true, true);
    }

    private static final int ENOUGH = 8192;

    private final String codec;
    private final int lengthSize;
    private final byte[] head = new byte[ENOUGH];
    private boolean sequenceStarts = true;
    private boolean leadingUndecodable;

    PacketReader(String codec, AVCodecParameters parameters) {
        this.codec = codec;
        this.lengthSize = lengthSize(codec, parameters);
    }

    /** Bytes of the length before each NAL unit (ISO/IEC 14496-15), 0 for start codes (Annex B). */
    private static int lengthSize(String codec, AVCodecParameters parameters) {
        BytePointer extra = parameters.extradata();
        int place = codec.equals("h264") ? 4 : 21;
        if (extra == null || extra.isNull() || parameters.extradata_size() <= place || extra.get(0) != 1) {
            return 0;
        }
        return (extra.get(place) & 3) + 1;
    }

    /** To be asked for every packet of a stream, in the order of the file. */
    Facts read(AVPacket packet) {
        int size = Math.min(packet.size(), ENOUGH);
        packet.data().get(head, 0, size);
        boolean flagged = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
        return switch (codec) {
            case "h264" -> flagged ? h264(size) : Facts.PICTURE;
            case "hevc" -> hevc(size);
            case "vp8" -> (head[0] & 0x10) == 0 ? Facts.HIDDEN : keyIf((head[0] & 1) == 0);
            case "vp9" -> Vp9Packets.read(packet, head);
            case "av1" -> flagged ? keyIf(Av1Packets.startsWithKeyFrame(head, size)) : Facts.PICTURE;
            case "mpeg4" -> flagged && isIntraVop(size) ? Facts.OPEN_KEY : Facts.PICTURE;
            default -> Facts.CLOSED_KEY;
        };
    }

    /** Whether no other picture refers to the packet's; only told for H.264 (nal_ref_idc 0). */
    boolean isDisposable(AVPacket packet) {
        if (!codec.equals("h264")) {
            return false;
        }
        int size = Math.min(packet.size(), ENOUGH);
        packet.data().get(head, 0, size);
        NalUnits units = new NalUnits(head, size, lengthSize);
        while (units.next()) {
            int type = units.byteAt(0) & 0x1F;
            if (type == 1 || type == 5) {
                return (units.byteAt(0) & 0x60) == 0;
            }
        }
        return false;
    }

    private static Facts keyIf(boolean key) {
        return key ? Facts.CLOSED_KEY : Facts.PICTURE;
    }

    /** ITU-T H.264: an IDR picture, or a recovery point that is exact and at once (D.2.8). */
    private Facts h264(int size) {
        NalUnits units = new NalUnits(head, size, lengthSize);
        boolean recoveryPoint = false;
        while (units.next()) {
            int type = units.byteAt(0) & 0x1F;
            if (type == 5) {
                return Facts.CLOSED_KEY;
            }
            if (type == 1) {
                return recoveryPoint ? Facts.OPEN_KEY : Facts.PICTURE;
            }
            if (type == 6) {
                recoveryPoint |= isExactRecoveryPoint(units);
            }
        }
        return Facts.PICTURE;
    }

    private static boolean isExactRecoveryPoint(NalUnits sei) {
        int at = 1;
        while (at + 2 < sei.length()) {
            int type = 0;
            int length = 0;
            int step;
            do {
                step = sei.byteAt(at++) & 0xFF;
                type += step;
            } while (step == 0xFF && at < sei.length());
            do {
                step = sei.byteAt(at++) & 0xFF;
                length += step;
            } while (step == 0xFF && at < sei.length());
            if (type == 6) {
                // ue(v) recovery_frame_cnt = 0 is the bit 1, then exact_match_flag.
                return (sei.byteAt(at) & 0xC0) == 0xC0;
            }
            at += length;
        }
        return false;
    }

    /** ITU-T H.265: types 16 to 21 are random access points; types 8 and 9 (RASL) that follow the first one or a BLA are lost. */
    private Facts hevc(int size) {
        NalUnits units = new NalUnits(head, size, lengthSize);
        while (units.next()) {
            int type = units.byteAt(0) >> 1 & 0x3F;
            if (type == 36 || type == 37) {
                sequenceStarts = true;
            } else if (type >= 16 && type <= 21) {
                leadingUndecodable = sequenceStarts || type <= 18;
                sequenceStarts = false;
                return type == 19 || type == 20 ? Facts.CLOSED_KEY : Facts.OPEN_KEY;
            } else if (type == 8 || type == 9) {
                return leadingUndecodable ? Facts.HIDDEN : Facts.PICTURE;
            } else if (type < 16) {
                return Facts.PICTURE;
            }
        }
        return Facts.PICTURE;
    }

    /** ISO/IEC 14496-2: the first VOP of the packet is coded for itself. */
    private boolean isIntraVop(int size) {
        for (int i = 0; i + 4 < size; i++) {
            if (head[i] == 0 && head[i + 1] == 0 && head[i + 2] == 1 && head[i + 3] == (byte) 0xB6) {
                return (head[i + 4] & 0xC0) == 0;
            }
        }
        return false;
    }
}
