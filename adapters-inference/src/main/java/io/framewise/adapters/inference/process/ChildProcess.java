package io.framewise.adapters.inference.process;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One child process and the talk with it. For one thread at a time, but {@link #watch} and {@link #close}, which any
 * thread may call.
 */
public final class ChildProcess implements AutoCloseable {

    /** Writes the body of a request. */
    public interface Body {
        void write(DataOutputStream out) throws IOException;
    }

    private static final Logger LOG = Logger.getLogger(ChildProcess.class);

    /** Of a JVM that was told to end when its heap is full. */
    static final int OUT_OF_MEMORY = 3;

    /** Of a child that watches itself. */
    public static final int OVERDUE = 98;

    private final Process process;
    private final String noun;
    private final ChildLog log;
    private final ThreadNotes notes;
    private final DataOutputStream out;
    private final DataInputStream in;
    private final WaitingTime waiting;
    private int number;
    private volatile boolean overdue;
    private boolean broken;
    private @Nullable Object openVideo;

    /** @param noun what it is, for messages: "decoding process" */
    ChildProcess(Process process, String noun, Patience patience, ThreadNotes notes) {
        this.process = process;
        this.out = new DataOutputStream(process.getOutputStream());
        this.in = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
        this.noun = noun;
        this.waiting = new WaitingTime(patience);
        this.log = new ChildLog(process, noun);
        this.notes = notes;
    }

    /**
     * How long a child is waited for.
     *
     * @param silence without a sign of life
     * @param deadline for one answer, such as the next frame; signs of life do not prolong it, the time in which the
     *     caller works does not count
     * @param grace for all that comes after a stop, up to the last answer
     */
    public record Patience(Duration silence, Duration deadline, Duration grace) {}

    /** Sends a request. Its answers are to be read up to the last one. */
    public void send(byte kind, Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        number++;
        waiting.start();
        notes.clear();
        waiting.begin();
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
            waiting.end();
        }
    }

    /**
     * Asks to give up the request under way; what is still under way, and the last answer, are to be read all the same. All of
     * it together is waited for no longer than {@link Patience#grace}.
     */
    public void stop() {
        waiting.stop();
        try {
            out.writeByte(Wire.STOP);
            out.writeInt(number);
            out.flush();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Reads one answer. */
    public <T> T read(Answer<T> answer) {
        return read(answer, () -> {});
    }

    /**
     * Reads one answer.
     *
     * @param meanwhile called at each sign of life, several times a second; may stop the request
     */
    public <T> T read(Answer<T> answer, Runnable meanwhile) {
        waiting.begin();
        try {
            byte kind = kind();
            while (kind == Wire.WORKING) {
                waiting.end();
                meanwhile.run();
                waiting.begin();
                kind = kind();
            }
            waiting.answered();
            return answer.read(kind, in);
        } catch (IOException e) {
            throw failure(e);
        } finally {
            waiting.end();
        }
    }

    private byte kind() throws IOException {
        int magic = in.readInt();
        if (magic != Wire.MAGIC) {
            throw new IOException(Integer.toHexString(magic) + " is not the beginning of an answer");
        }
        byte kind = in.readByte();
        waiting.begin();
        return kind;
    }

    /** Reads the body of an answer. */
    public interface Answer<T> {
        T read(byte kind, DataInputStream body) throws IOException;
    }

    /** Kills the process when it has been waited for too long. */
    public void watch() {
        if (waiting.isOver()) {
            overdue = true;
            process.destroyForcibly();
        }
    }

    private DiedException failure(IOException cause) {
        broken = true;
        boolean ended = cause instanceof EOFException && awaitEnd();
        boolean endedItself = ended && process.exitValue() == OVERDUE;
        process.destroyForcibly();
        String how;
        if (overdue) {
            how = "did not answer in time and was ended";
        } else if (!log.crash().isEmpty()) {
            how = "crashed (" + log.crash() + ")";
        } else if (endedItself) {
            how = "did not come to an end in time and was ended";
        } else if (ended) {
            how = process.exitValue() == OUT_OF_MEMORY
                    ? "ran out of memory"
                    : "ended unexpectedly (exit code " + process.exitValue() + ")";
        } else {
            how = "answered nonsense and was ended";
        }
        LOG.warnf(
                "The %s %d %s: %s. Its last words: %s", noun, process.pid(), how, cause.getMessage(), log.lastWords());
        Map<String, String> at = notes.read();
        boolean named = at.containsKey(log.guilty());
        if (named) {
            at.keySet().retainAll(Set.of(log.guilty()));
        }
        return new DiedException("The " + noun + " " + how, overdue || endedItself, named, at);
    }

    private boolean awaitEnd() {
        try {
            boolean ended = process.waitFor(2, TimeUnit.SECONDS);
            if (ended) {
                log.awaitEnd();
            }
            return ended;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Whether it can take another request. */
    public boolean isUsable() {
        return !broken && process.isAlive();
    }

    /** Marks it as unfit, such as in the middle of an answer that nobody reads. */
    public void giveUp() {
        broken = true;
    }

    /** What identifies the video that the process has open, null for none. */
    @Nullable
    public Object openVideo() {
        return openVideo;
    }

    public void openVideo(@Nullable Object video) {
        openVideo = video;
    }

    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Kills it, and waits until it can do nothing any more. */
    void end() {
        close();
        awaitEnd();
    }
}
