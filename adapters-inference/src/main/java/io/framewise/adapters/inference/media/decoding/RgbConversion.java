package io.framewise.adapters.inference.media.decoding;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_CL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_NCL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT470BG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_FCC;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE240M;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt_name;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_AREA;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_BT2020;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_FCC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU601;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU709;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_SMPTE240M;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INT;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * Decoded pictures as RGB, 8 bits a channel, full range.
 *
 * <p>YUV is converted by the matrix and range that the stream tells (BT.601, BT.709, BT.2020, SMPTE 240M, FCC); when it
 * tells no matrix, by BT.709 from 720 lines on and BT.601 below, as players do; when it tells no range, as limited.
 * It is the conversion that FFmpeg does by default, and so what PyAV gives those who train networks: two pixels of a row
 * share a chroma sample, as in the stream, and a value may be off by one or two. Exact rounding made decoding and
 * converting a 720p frame a third slower.
 * Primaries and transfer curves are left alone, and so are the colours under transparency: the alpha channel is dropped.
 */
final class RgbConversion implements AutoCloseable {

    /** @param pixels row-major, 3 bytes a pixel, rows without padding; good until the next conversion */
    record Rgb(int width, int height, ByteBuffer pixels) {}

    private record Key(int width, int height, int format, int colours, boolean full, int toWidth, int toHeight) {}

    private static final int SLACK = 256;
    private static final int HD_LINES = 720;

    private @Nullable Key key;
    private SwsContext context = new SwsContext(null);
    private BytePointer buffer = new BytePointer();
    private byte[] upright = new byte[0];

    /**
     * @param rotation degrees clockwise to turn the picture
     * @param maxWidth the turned picture is made smaller to fit this width, px; 0 for its own size
     */
    Rgb convert(AVFrame frame, int rotation, int maxWidth) throws VideoReader.DamagedException {
        boolean turned = rotation % 180 != 0;
        int shownWidth = turned ? frame.height() : frame.width();
        double scale = maxWidth <= 0 || maxWidth >= shownWidth ? 1 : (double) maxWidth / shownWidth;
        int width = (int) Math.max(1, Math.round(frame.width() * scale));
        int height = (int) Math.max(1, Math.round(frame.height() * scale));
        prepare(frame, width, height);
        long size = 3L * width * height;
        try (PointerPointer<BytePointer> planes = new PointerPointer<BytePointer>(4).put(0, buffer);
                IntPointer strides = new IntPointer(3 * width, 0, 0, 0)) {
            sws_scale(context, frame.data(), frame.linesize(), 0, frame.height(), planes, strides);
        }
        ByteBuffer pixels = buffer.position(0).limit(size).asByteBuffer();
        buffer.limit(buffer.capacity());
        return rotation == 0 ? new Rgb(width, height, pixels) : turn(pixels, width, height, rotation);
    }

    private void prepare(AVFrame frame, int width, int height) throws VideoReader.DamagedException {
        int colours = colours(frame.colorspace(), frame.height());
        boolean full = frame.color_range() == AVCOL_RANGE_JPEG;
        Key wanted = new Key(frame.width(), frame.height(), frame.format(), colours, full, width, height);
        if (wanted.equals(key)) {
            return;
        }
        close();
        boolean smaller = width < frame.width();
        context = sws_getContext(
                frame.width(),
                frame.height(),
                frame.format(),
                width,
                height,
                AV_PIX_FMT_RGB24,
                smaller ? SWS_AREA | SWS_FULL_CHR_H_INT | SWS_ACCURATE_RND : SWS_BILINEAR,
                null,
                null,
                (DoublePointer) null);
        if (context == null || context.isNull()) {
            context = new SwsContext(null);
            BytePointer name = av_get_pix_fmt_name(frame.format());
            throw new VideoReader.DamagedException("The pictures are of a kind that cannot be shown ("
                    + (name == null ? "?" : name.getString()) + ").");
        }
        // The fourth to last: the output has the full range. The rest is: no change of brightness, contrast,
        // saturation.
        sws_setColorspaceDetails(
                context,
                sws_getCoefficients(colours),
                full ? 1 : 0,
                sws_getCoefficients(colours),
                1,
                0,
                1 << 16,
                1 << 16);
        buffer = new BytePointer(3L * width * height + SLACK);
        key = wanted;
    }

    private static int colours(int told, int lines) {
        if (told == AVCOL_SPC_BT709) {
            return SWS_CS_ITU709;
        } else if (told == AVCOL_SPC_BT470BG || told == AVCOL_SPC_SMPTE170M) {
            return SWS_CS_ITU601;
        } else if (told == AVCOL_SPC_BT2020_NCL || told == AVCOL_SPC_BT2020_CL) {
            return SWS_CS_BT2020;
        } else if (told == AVCOL_SPC_SMPTE240M) {
            return SWS_CS_SMPTE240M;
        } else if (told == AVCOL_SPC_FCC) {
            return SWS_CS_FCC;
        }
        return lines >= HD_LINES ? SWS_CS_ITU709 : SWS_CS_ITU601;
    }

    private Rgb turn(ByteBuffer pixels, int width, int height, int rotation) {
        int size = 3 * width * height;
        if (upright.length != size) {
            upright = new byte[size];
        }
        int toWidth = rotation == 180 ? width : height;
        int to = 0;
        for (int row = 0; row < size / 3 / toWidth; row++) {
            for (int column = 0; column < toWidth; column++) {
                int from = switch (rotation) {
                    case 90 -> (height - 1 - column) * width + row;
                    case 180 -> (height - 1 - row) * width + width - 1 - column;
                    default -> column * width + width - 1 - row;
                };
                upright[to++] = pixels.get(3 * from);
                upright[to++] = pixels.get(3 * from + 1);
                upright[to++] = pixels.get(3 * from + 2);
            }
        }
        return new Rgb(toWidth, size / 3 / toWidth, ByteBuffer.wrap(upright));
    }

    @Override
    public void close() {
        if (!context.isNull()) {
            sws_freeContext(context);
            context = new SwsContext(null);
        }
        buffer.close();
        key = null;
    }
}
