package io.framewise.adapters.inference.media;

import io.framewise.adapters.inference.media.FrameDecoder.Sink;
import io.framewise.adapters.inference.media.decoding.Limits;
import io.framewise.adapters.inference.process.ChildProcess;
import io.framewise.adapters.inference.process.Wire;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.PrimitiveIterator;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answers to one request for frames and hands them to the sink: exactly one for each wanted frame, in order. A
 * process that answers otherwise is not believed.
 */
final class FrameAnswers {

    private static final int MOST_PIXELS = Integer.MAX_VALUE / 3 - 8;

    /** A picture, a reason why there is none, or neither at the end. */
    private record Answer(
            @Nullable RgbPicture picture, @Nullable String failure, boolean last) {}

    private final ChildProcess process;
    private final PrimitiveIterator.OfInt wanted;
    private final long mostPixels;
    private final Sink sink;
    private boolean enough;
    private boolean complete;
    private int frame;

    FrameAnswers(ChildProcess process, PrimitiveIterator.OfInt wanted, Limits limits, Sink sink) {
        this.process = process;
        this.mostPixels = Math.min(limits.pixels(), MOST_PIXELS);
        this.wanted = wanted;
        this.sink = sink;
    }

    /** Whether the sink wanted no more. */
    boolean enough() {
        return enough;
    }

    /** Whether the process did all that it was asked for. */
    boolean complete() {
        return complete;
    }

    void readAll() {
        try {
            Answer answer = process.read(this::answer);
            while (!answer.last()) {
                if (!hand(answer)) {
                    stop();
                    return;
                }
                answer = process.read(this::answer);
            }
            complete = answer.failure() == null;
            while (wanted.hasNext() && !enough) {
                frame = wanted.nextInt();
                enough = !sink.failed(frame, String.valueOf(answer.failure()));
            }
        } catch (RuntimeException | Error e) {
            // The sink failed, or the process did: half an answer is left in the pipe.
            process.giveUp();
            throw e;
        }
    }

    private boolean hand(Answer answer) {
        RgbPicture picture = answer.picture();
        return picture != null ? sink.picture(frame, picture) : sink.failed(frame, String.valueOf(answer.failure()));
    }

    /** The process may be in the middle of a picture: what it still says is read and forgotten. */
    private void stop() {
        enough = true;
        process.stop();
        while (!process.read(this::answer).last()) {
            // Nothing to do with it.
        }
    }

    private Answer answer(byte kind, DataInputStream body) throws IOException {
        switch (kind) {
            case Wire.PICTURE -> {
                expect(body.readInt());
                return new Answer(picture(body), null, false);
            }
            case Wire.FAILED -> {
                expect(body.readInt());
                return new Answer(null, Wire.sentence(body), false);
            }
            case Wire.REFUSED -> {
                Wire.sentence(body);
                return new Answer(null, Wire.sentence(body), true);
            }
            case Wire.END -> {
                if (wanted.hasNext() && !enough) {
                    throw new IOException("The process forgot frames.");
                }
                return new Answer(null, null, true);
            }
            default -> throw new IOException("The answer " + kind + " was not expected.");
        }
    }

    private void expect(int answered) throws IOException {
        if (!wanted.hasNext()) {
            throw new IOException("Frame " + answered + " was not asked for.");
        }
        frame = wanted.nextInt();
        if (frame != answered) {
            throw new IOException("Frame " + answered + " came in the place of frame " + frame + ".");
        }
    }

    private RgbPicture picture(DataInputStream body) throws IOException {
        int width = body.readInt();
        int height = body.readInt();
        if (width < 1 || height < 1 || (long) width * height > mostPixels) {
            throw new IOException("A picture of " + width + " x " + height + " pixels.");
        }
        byte[] rgb = new byte[3 * width * height];
        body.readFully(rgb);
        return new RgbPicture(width, height, rgb);
    }
}
