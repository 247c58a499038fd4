package io.framewise.adapters.inference.process;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/** What goes back to the node. Writing blocks until the node reads: that holds the child back. */
public final class Answers implements Heartbeat {

    /** Property of a child: the file to write answers to, if not standard output. */
    static final String FILE = "framewise.answers";

    /** Property of a child: the file of its {@link ThreadNotes}. */
    static final String NOTES = "framewise.notes";

    private static final long BEAT_NANOS = 1_000_000_000L;

    private final WritableByteChannel channel;
    private final Requests requests;
    private final ThreadNotes notes;
    private volatile long lastWrite = System.nanoTime();

    /**
     * Opens the way back to the node, in a child. What libraries print goes to the log, and a thread that runs out of memory
     * ends the process: it would be missed for ever.
     */
    public static Answers open(Requests requests) throws IOException {
        String file = System.getProperty(FILE);
        FileOutputStream out = file == null ? new FileOutputStream(FileDescriptor.out) : new FileOutputStream(file);
        System.setOut(System.err);
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            thrown.printStackTrace();
            boolean memory = Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                    .anyMatch(OutOfMemoryError.class::isInstance);
            Runtime.getRuntime().halt(memory ? ChildProcess.OUT_OF_MEMORY : 1);
        });
        String notes = System.getProperty(NOTES);
        return new Answers(
                out.getChannel(), requests, notes == null ? ThreadNotes.none() : ThreadNotes.open(Path.of(notes)));
    }

    private Answers(WritableByteChannel channel, Requests requests, ThreadNotes notes) {
        this.channel = channel;
        this.requests = requests;
        this.notes = notes;
    }

    public void begin() {
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

    public void failed(int frame, String reason) throws IOException {
        beat();
        send(Wire.FAILED, body -> {
            body.writeInt(frame);
            Wire.sentence(body, reason);
        });
    }

    /** Says that the process lives, when it has said nothing for a while. Unlike {@link #beat} it never stops anything. */
    public void alive() throws IOException {
        if (System.nanoTime() - lastWrite > BEAT_NANOS) {
            send(Wire.WORKING, body -> {});
        }
    }

    /** Notes what the calling thread is at, so that a crash has a culprit; empty for nothing. */
    public void doing(String what) {
        notes.write(what);
    }

    public void refused(String code, String sentence) throws IOException {
        send(Wire.REFUSED, body -> {
            Wire.sentence(body, code);
            Wire.sentence(body, sentence);
        });
    }

    public void end() throws IOException {
        send(Wire.END, body -> {});
    }

    /** Writes the body of an answer. */
    public interface Body {
        void write(DataOutputStream out) throws IOException;
    }

    public void send(byte kind, Body body) throws IOException {
        send(kind, body, ByteBuffer.allocate(0));
    }

    /** @param more follows the body; is read to its end */
    public synchronized void send(byte kind, Body body, ByteBuffer more) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(Wire.MAGIC);
        out.writeByte(kind);
        body.write(out);
        write(ByteBuffer.wrap(bytes.toByteArray()));
        write(more);
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        lastWrite = System.nanoTime();
    }
}
