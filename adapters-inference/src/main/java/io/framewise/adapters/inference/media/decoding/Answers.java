package io.framewise.adapters.inference.media.decoding;

import io.framewise.adapters.inference.media.decoding.RgbConversion.Rgb;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** What goes back to the node. Writing blocks until the node reads: that holds the decoder back. */
final class Answers implements Heartbeat {

    private static final long BEAT_NANOS = 1_000_000_000L;

    private final WritableByteChannel channel;
    private final Requests requests;
    private long lastWrite = System.nanoTime();

    Answers(WritableByteChannel channel, Requests requests) {
        this.channel = channel;
        this.requests = requests;
    }

    void begin() {
        lastWrite = System.nanoTime();
    }

    @Override
    public void beat() {
        if (requests.isStopped()) {
            throw new StoppedException();
        }
        if (System.nanoTime() - lastWrite > BEAT_NANOS) {
            try {
                send(Wire.WORKING, body -> {});
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    void picture(int frame, Rgb rgb) throws IOException {
        beat();
        send(Wire.PICTURE, body -> {
            body.writeInt(frame);
            body.writeInt(rgb.width());
            body.writeInt(rgb.height());
        });
        write(rgb.pixels());
    }

    void failed(int frame, String reason) throws IOException {
        beat();
        send(Wire.FAILED, body -> {
            body.writeInt(frame);
            Wire.text(body, reason);
        });
    }

    void indexed(MediaFacts facts) throws IOException {
        send(Wire.INDEXED, facts::write);
    }

    void refused(String code, String sentence) throws IOException {
        send(Wire.REFUSED, body -> {
            Wire.text(body, code);
            Wire.text(body, sentence);
        });
    }

    void end() throws IOException {
        send(Wire.END, body -> {});
    }

    private interface Body {
        void write(DataOutputStream out) throws IOException;
    }

    private void send(byte kind, Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(Wire.MAGIC);
        out.writeByte(kind);
        body.write(out);
        write(ByteBuffer.wrap(bytes.toByteArray()));
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        lastWrite = System.nanoTime();
    }
}
