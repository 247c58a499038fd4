package io.framewise.adapters.inference.media;

import io.framewise.adapters.inference.media.decoding.Wire;
import io.framewise.domain.Refusal;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One decoding process and the talk with it. For one thread at a time, but {@link #watch} and {@link #close}, which any
 * thread may call.
 */
final class DecoderConnection implements AutoCloseable {

    /** Writes the body of a request. */
    interface Body {
        void write(DataOutputStream out) throws IOException;
    }

    private static final Logger LOG = Logger.getLogger(DecoderConnection.class);

    private final Process process;
    private final DataOutputStream out;
    private final DataInputStream in;
    private final Duration silence;
    private final Duration deadline;
    private int number;
    private long waited;
    private volatile long waitingSince;
    private volatile long waitLimit;
    private volatile boolean overdue;
    private volatile String lastWords = "none";
    private boolean broken;
    private @Nullable Object openVideo;

    private DecoderConnection(Process process, MediaSettings settings) {
        this.process = process;
        this.out = new DataOutputStream(process.getOutputStream());
        this.in = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
        this.silence = settings.silence();
        this.deadline = settings.deadline();
        Thread drain = new Thread(this::drain, "decoder-" + process.pid() + "-log");
        drain.setDaemon(true);
        drain.start();
    }

    static DecoderConnection start(MediaSettings settings) {
        try {
            return new DecoderConnection(DecoderCommand.start(settings.nativeFolder()), settings);
        } catch (IOException e) {
            throw new Refusal.Unavailable(
                    "decoder-not-started", "The decoding process cannot be started: " + e.getMessage() + ".");
        }
    }

    private void drain() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                LOG.debugf("decoder %d: %s", process.pid(), line);
                lastWords = line;
            }
        } catch (IOException e) {
            LOG.debugf("decoder %d: its log ended: %s", process.pid(), e.getMessage());
        }
    }

    /** Sends a request. Its answers are to be read up to the last one. */
    void send(byte kind, Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        number++;
        waited = 0;
        begin();
        try {
            body.write(new DataOutputStream(bytes));
            out.writeByte(kind);
            out.writeInt(number);
            out.writeInt(bytes.size());
            bytes.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw failure(e);
        } finally {
            finish();
        }
    }

    /** Asks to give up the request under way; what is still under way, and the last answer, are to be read all the same. */
    void stop() {
        try {
            out.writeByte(Wire.STOP);
            out.writeInt(number);
            out.flush();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Reads one answer. */
    <T> T read(Answer<T> answer) {
        begin();
        try {
            byte kind;
            do {
                int magic = in.readInt();
                if (magic != Wire.MAGIC) {
                    throw new IOException(Integer.toHexString(magic) + " is not the beginning of an answer");
                }
                kind = in.readByte();
                begin();
            } while (kind == Wire.WORKING);
            // A long run is many answers: only what is waited for one of them may not be long.
            waited = 0;
            return answer.read(kind, in);
        } catch (IOException e) {
            throw failure(e);
        } finally {
            finish();
        }
    }

    /** Reads the body of an answer. */
    interface Answer<T> {
        T read(byte kind, DataInputStream body) throws IOException;
    }

    private void begin() {
        finish();
        long left = Math.max(1, deadline.toNanos() - waited);
        waitLimit = Math.min(left, silence.toNanos());
        waitingSince = System.nanoTime() | 1;
    }

    private void finish() {
        long since = waitingSince;
        if (since != 0) {
            waited += System.nanoTime() - since;
            waitingSince = 0;
        }
    }

    /** Kills the process when it has been waited for too long. */
    void watch() {
        long since = waitingSince;
        if (since != 0 && System.nanoTime() - since > waitLimit) {
            overdue = true;
            process.destroyForcibly();
        }
    }

    private Refusal failure(IOException cause) {
        broken = true;
        String end = cause instanceof EOFException ? exitCode() : "";
        process.destroyForcibly();
        if (overdue) {
            return new Refusal.Unavailable(
                    "decoder-overdue",
                    "The decoding process did not answer in time and was ended; the next request gets a new one.");
        }
        LOG.warnf("Decoder %d failed%s: %s. Its last words: %s", process.pid(), end, cause.getMessage(), lastWords);
        return new Refusal.Unavailable(
                "decoder-died",
                process.isAlive() || end.isEmpty()
                        ? "The decoding process answered nonsense and was ended; the next request gets a new one."
                        : "The decoding process ended unexpectedly" + end + "; the next request gets a new one.");
    }

    private String exitCode() {
        try {
            return process.waitFor(2, TimeUnit.SECONDS) ? " (exit code " + process.exitValue() + ")" : " its answer";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /** Whether it can take another request. */
    boolean isUsable() {
        return !broken && process.isAlive();
    }

    /** Marks it as unfit, such as in the middle of an answer that nobody reads. */
    void giveUp() {
        broken = true;
    }

    /** What identifies the video that the process has open, null for none. */
    @Nullable
    Object openVideo() {
        return openVideo;
    }

    void openVideo(@Nullable Object video) {
        openVideo = video;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
