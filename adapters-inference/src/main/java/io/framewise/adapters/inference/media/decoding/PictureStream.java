package io.framewise.adapters.inference.media.decoding;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BACKWARD;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import io.framewise.adapters.inference.process.Heartbeat;
import io.framewise.adapters.inference.process.RefusedException;
import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** The pictures of an open file, one after the other, and jumps. Keeps one picture at a time. */
final class PictureStream implements AutoCloseable {

    /** Sees each packet before it is decoded, and may change it. */
    interface PacketTap {
        /** @return false to leave the packet out */
        boolean packet(AVPacket packet);

        /** A packet was lost: it could not be read or not be decoded. */
        default void lost() {}
    }

    private final String path;
    private final Limits limits;
    private final Heartbeat heartbeat;
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();
    private OpenMedia media;
    private boolean ended;
    private int lastError;

    PictureStream(String path, Limits limits, Heartbeat heartbeat) throws IOException, RefusedException {
        this.path = path;
        this.limits = limits;
        this.heartbeat = heartbeat;
        this.media = OpenMedia.open(path, limits);
    }

    OpenMedia media() {
        return media;
    }

    /** The picture that {@link #next} found; good until the next call. */
    AVFrame picture() {
        return frame;
    }

    /** Decodes up to the next picture; false when there is none any more. */
    boolean next(PacketTap tap) {
        av_frame_unref(frame);
        while (true) {
            int received = avcodec_receive_frame(media.decoder(), frame);
            if (received >= 0) {
                return true;
            }
            if (received == Errors.END || ended) {
                return false;
            }
            if (received != Errors.AGAIN) {
                lost(received, tap);
            }
            if (!feed(tap)) {
                ended = true;
                avcodec_send_packet(media.decoder(), null);
            }
        }
    }

    /** Reads one packet of the video and decodes it; false at the end. */
    private boolean feed(PacketTap tap) {
        while (readPacket(tap)) {
            try {
                if (PacketScan.isWhole(packet) && tap.packet(packet)) {
                    int sent = avcodec_send_packet(media.decoder(), packet);
                    if (sent < 0) {
                        lost(sent, tap);
                    }
                    return true;
                }
            } finally {
                av_packet_unref(packet);
            }
        }
        return false;
    }

    private boolean readPacket(PacketTap tap) {
        for (int errors = 0; errors < 32; ) {
            heartbeat.beat();
            int read = av_read_frame(media.container, packet);
            if (read == Errors.END) {
                return false;
            }
            if (read < 0) {
                errors++;
                lost(read, tap);
            } else if (packet.stream_index() == media.streamIndex()) {
                return true;
            } else {
                av_packet_unref(packet);
            }
        }
        return false;
    }

    /** Goes to the last point of entry that the container knows at or before a timestamp; the decoder forgets all. */
    boolean seek(long timestamp) {
        ended = false;
        avcodec_flush_buffers(media.decoder());
        return av_seek_frame(media.container, media.streamIndex(), timestamp, AVSEEK_FLAG_BACKWARD) >= 0;
    }

    /** Goes to the very beginning, as if the file had just been opened. */
    void restart() throws IOException, RefusedException {
        OpenMedia again = OpenMedia.open(path, limits);
        media.close();
        media = again;
        ended = false;
    }

    /** What went wrong last since this was asked last, 0 for nothing. */
    int takeError() {
        int error = lastError;
        lastError = 0;
        return error;
    }

    private void lost(int error, PacketTap tap) {
        lastError = error;
        tap.lost();
    }

    @Override
    public void close() {
        av_frame_free(frame);
        av_packet_free(packet);
        media.close();
    }
}
