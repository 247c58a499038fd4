package io.framewise.adapters.inference.media.decoding;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_ERROR;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_max_alloc;

import io.framewise.adapters.inference.media.decoding.RgbConversion.Rgb;
import io.framewise.adapters.inference.media.decoding.VideoReader.DamagedException;
import io.framewise.adapters.inference.process.Answers;
import io.framewise.adapters.inference.process.Heartbeat;
import io.framewise.adapters.inference.process.RefusedException;
import io.framewise.adapters.inference.process.Requests;
import io.framewise.adapters.inference.process.Wire;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The program. It answers the requests of {@link Wire} on its standard input one after the other, keeps the last video
 * open, and ends when its input ends: then the node is gone.
 */
public final class DecoderProcess {

    /** No single allocation of FFmpeg is larger, bytes: room for the largest picture, not for a made-up size. */
    private static final long LARGEST_ALLOCATION = 1L << 30;

    private final Requests requests;
    private final Answers answers;
    private final RgbConversion conversion = new RgbConversion();
    private @Nullable VideoReader reader;

    private DecoderProcess(Requests requests, Answers answers) {
        this.requests = requests;
        this.answers = answers;
    }

    public static void main(String[] arguments) throws Exception {
        Requests requests = new Requests(System.in);
        Answers answers = Answers.open(requests);
        av_log_set_level(AV_LOG_ERROR);
        av_max_alloc(LARGEST_ALLOCATION);
        new DecoderProcess(requests, answers).run();
    }

    private void run() throws IOException, InterruptedException {
        while (true) {
            Requests.Request request = requests.next();
            answers.begin();
            try {
                DataInputStream body = new DataInputStream(new ByteArrayInputStream(request.body()));
                switch (request.kind()) {
                    case Wire.INDEX -> index(body);
                    case Wire.DECODE -> decode(body);
                    case Wire.STILL -> still(body);
                    case Wire.UNPACK -> {
                        FfmpegNatives.load();
                        answers.end();
                    }
                    default -> throw new IOException("No such request: " + request.kind());
                }
            } catch (RefusedException e) {
                forget();
                answers.refused(e.code(), e.sentence());
            } catch (Heartbeat.StoppedException e) {
                forget();
                answers.end();
            }
        }
    }

    private void index(DataInputStream body) throws IOException, RefusedException {
        String path = Wire.text(body);
        Limits limits = Limits.read(body);
        long size = new File(path).length();
        if (size > limits.bytes()) {
            throw new RefusedException(
                    "too-large", "The file has " + size + " bytes; at most " + limits.bytes() + " are allowed.");
        }
        MediaFacts facts;
        try (OpenMedia media = OpenMedia.open(path, limits)) {
            facts = media.video
                    ? new VideoIndexing(path, limits, answers).index(media)
                    : StillImage.index(path, limits, media, answers);
        }
        answers.send(Wire.INDEXED, facts::write);
    }

    private void decode(DataInputStream body) throws IOException, RefusedException {
        String path = Wire.text(body);
        Limits limits = Limits.read(body);
        int rotation = body.readInt();
        int maxWidth = body.readInt();
        if (body.readBoolean()) {
            forget();
            reader = new VideoReader(path, limits, VideoIndex.read(body, limits.frames()), answers);
        }
        VideoReader video = Objects.requireNonNull(reader, "no video is open");
        for (int ranges = body.readInt(); ranges > 0; ranges--) {
            int first = body.readInt();
            int last = body.readInt();
            for (int frame = first; frame <= last; frame++) {
                try {
                    Rgb rgb = conversion.convert(video.frame(frame), rotation, maxWidth);
                    picture(frame, rgb);
                } catch (DamagedException e) {
                    answers.failed(frame, e.sentence());
                }
            }
        }
        answers.end();
    }

    private void still(DataInputStream body) throws IOException, RefusedException {
        String path = Wire.text(body);
        Limits limits = Limits.read(body);
        int number = body.readInt();
        int maxWidth = body.readInt();
        try {
            picture(number, StillImage.read(path, limits, conversion, maxWidth, answers));
        } catch (DamagedException e) {
            answers.failed(number, e.sentence());
        }
        answers.end();
    }

    private void picture(int frame, Rgb rgb) throws IOException {
        answers.beat();
        answers.send(
                Wire.PICTURE,
                body -> {
                    body.writeInt(frame);
                    body.writeInt(rgb.width());
                    body.writeInt(rgb.height());
                },
                rgb.pixels());
    }

    private void forget() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }
}
