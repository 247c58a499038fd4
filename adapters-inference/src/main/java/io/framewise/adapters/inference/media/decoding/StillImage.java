package io.framewise.adapters.inference.media.decoding;

import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_CORRUPT;

import io.framewise.adapters.inference.media.decoding.RgbConversion.Rgb;
import io.framewise.adapters.inference.media.decoding.VideoReader.DamagedException;
import io.framewise.adapters.inference.process.Heartbeat;
import io.framewise.adapters.inference.process.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Image files: one picture each, turned as it is stored. */
final class StillImage {

    private StillImage() {}

    /** Decodes the picture, so that what cannot be shown later is refused now. */
    static MediaFacts index(String path, Limits limits, OpenMedia media, Heartbeat heartbeat)
            throws IOException, RefusedException {
        try (PictureStream pictures = new PictureStream(path, limits, heartbeat)) {
            AVFrame picture = decode(pictures);
            limits.checkPixels(picture.width(), picture.height());
            return new MediaFacts(
                    false,
                    media.formatName(),
                    media.codecName(),
                    picture.width(),
                    picture.height(),
                    new Ratio(1, 1),
                    0,
                    new VideoIndex(new Ratio(1, 1), new long[] {0}, new int[] {0}),
                    List.of());
        } catch (DamagedException e) {
            throw new RefusedException("no-frames", e.sentence());
        }
    }

    static Rgb read(String path, Limits limits, RgbConversion conversion, int maxWidth, Heartbeat heartbeat)
            throws IOException, RefusedException, DamagedException {
        try (PictureStream pictures = new PictureStream(path, limits, heartbeat)) {
            return conversion.convert(decode(pictures), 0, maxWidth);
        }
    }

    /** With the pixels that networks were trained on, which of a JPEG are not FFmpeg's. */
    static Rgb exact(String path, Limits limits, RgbConversion conversion, Heartbeat heartbeat)
            throws IOException, RefusedException, DamagedException {
        Optional<Rgb> jpeg = JpegFile.read(Path.of(path), limits);
        return jpeg.isPresent() ? jpeg.get() : read(path, limits, conversion, 0, heartbeat);
    }

    private static AVFrame decode(PictureStream pictures) throws DamagedException {
        boolean found = pictures.next(packet -> true);
        int error = pictures.takeError();
        AVFrame picture = pictures.picture();
        if (!found || (picture.flags() & AV_FRAME_FLAG_CORRUPT) != 0 || picture.decode_error_flags() != 0) {
            throw new DamagedException("The image is damaged" + (error == 0 ? "." : " (" + Errors.text(error) + ")."));
        }
        return picture;
    }
}
