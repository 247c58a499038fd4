package io.framewise.adapters.inference.media.decoding;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.framewise.adapters.inference.media.decoding.PacketReader.Facts;
import io.framewise.adapters.inference.process.Heartbeat;
import io.framewise.adapters.inference.process.RefusedException;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** All packets of the video stream, read once without decoding: which pictures there should be, and when. */
final class PacketScan {

    private static final int PATIENCE = 32;

    private final LongList shown = new LongList();
    private final LongList keys = new LongList();
    private final LongList keyDts = new LongList();
    private boolean timestampsMissing;
    private boolean started;
    private long firstKeyPts = Long.MIN_VALUE;
    private boolean afterOpenStart;
    private int unreadable;
    private int end;

    private PacketScan() {}

    static PacketScan of(OpenMedia media, Limits limits, Heartbeat heartbeat) throws RefusedException {
        PacketScan scan = new PacketScan();
        PacketReader reader = new PacketReader(media.codecName(), media.parameters());
        AVPacket packet = av_packet_alloc();
        try {
            int errors = 0;
            while (errors < PATIENCE) {
                int read = av_read_frame(media.container, packet);
                heartbeat.beat();
                if (read == Errors.END) {
                    break;
                }
                if (read < 0) {
                    scan.end = read;
                    errors++;
                    continue;
                }
                if (packet.stream_index() == media.streamIndex()) {
                    errors = 0;
                    scan.add(packet, reader);
                    limits.checkFrames(scan.shown.size());
                }
                av_packet_unref(packet);
            }
        } finally {
            av_packet_free(packet);
        }
        return scan;
    }

    /** Whether a packet is to be given to the decoder at all. */
    static boolean isWhole(AVPacket packet) {
        return packet.size() > 0 && (packet.flags() & AV_PKT_FLAG_CORRUPT) == 0;
    }

    private void add(AVPacket packet, PacketReader reader) {
        if (!isWhole(packet)) {
            unreadable += packet.size() > 0 ? 1 : 0;
            return;
        }
        Facts facts = reader.read(packet);
        long pts = packet.pts();
        if (facts.key()) {
            afterOpenStart = !started && !facts.closed();
            if (!started) {
                firstKeyPts = afterOpenStart ? pts : Long.MIN_VALUE;
            }
            keyDts.add(packet.dts());
        }
        started = true;
        boolean discarded = (packet.flags() & AV_PKT_FLAG_DISCARD) != 0;
        if (!facts.shown() || discarded || afterOpenStart && isLeading(pts)) {
            return;
        }
        timestampsMissing |= pts == AV_NOPTS_VALUE;
        shown.add(pts);
        if (facts.key()) {
            keys.add(pts);
        }
    }

    /** Presented before the first key frame though it comes after it: it needs what was cut off. */
    private boolean isLeading(long pts) {
        return pts != AV_NOPTS_VALUE && pts < firstKeyPts;
    }

    /** Pictures before this timestamp cannot be decoded. */
    long firstDecodable() {
        return firstKeyPts == AV_NOPTS_VALUE ? Long.MIN_VALUE : firstKeyPts;
    }

    /** Packets that should give a picture. */
    int count() {
        return shown.size();
    }

    /** The timestamps in presentation order, or nothing when some are missing or there twice. */
    long[] timestamps() {
        if (timestampsMissing) {
            return new long[0];
        }
        long[] sorted = shown.sorted();
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i] == sorted[i - 1]) {
                return new long[0];
            }
        }
        return sorted;
    }

    /** The places of the key frames among given timestamps. */
    int[] keyFrames(long[] timestamps) {
        return Arrays.stream(keys.sorted())
                .mapToInt(pts -> Arrays.binarySearch(timestamps, pts))
                .filter(place -> place >= 0)
                .distinct()
                .toArray();
    }

    /** Decoding timestamps of the key frames, in the order of the file. */
    long[] keyDecodingTimestamps() {
        return keyDts.toArray();
    }

    /** Packets that are there in part only. */
    int unreadable() {
        return unreadable;
    }

    /** FFmpeg's error at which reading ended, 0 for the end of the file. */
    int end() {
        return end;
    }
}
