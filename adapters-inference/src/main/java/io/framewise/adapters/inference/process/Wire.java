package io.framewise.adapters.inference.process;

import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What the node and its children say to each other: big-endian, no padding, texts in UTF-8 behind their length
 * (int). A request is its kind (byte), its number (int), the length of its body (int) and its body; it is answered by any number of messages, each
 * {@link #MAGIC} (int), its kind (byte) and its body, the last of which is called the last answer below.
 */
public final class Wire {

    /** First four bytes of each answer; anything else is nonsense. */
    public static final int MAGIC = 0x4657_0001;

    /** Request: text path, {@link Limits}. */
    public static final byte INDEX = 'I';

    /**
     * Request for frames of a video: text path, {@link Limits}, int degrees clockwise, int most pixels a row (0: all),
     * boolean whether the index follows (else the one of the request before is meant), [index: long and long time base,
     * int frames, long pts each, int key frames, int number each], int ranges, int first and int last each.
     */
    public static final byte DECODE = 'D';

    /** Request for a still image: text path, {@link Limits}, int number to answer with, int most pixels a row (0: all). */
    public static final byte STILL = 'S';

    /** Request without answer and without length: the number is that of the request to give up. That one still ends with its last message. */
    public static final byte STOP = 'X';

    /** Answer: int frame, int width, int height, bytes. */
    public static final byte PICTURE = 'P';

    /** Answer: int frame, text reason. */
    public static final byte FAILED = 'F';

    /**
     * Request to look at a file of weights and to run it once: see {@code InspectionMessage}. Answered by {@link #INSPECTED}.
     */
    public static final byte INSPECT = 'N';

    /**
     * Request to classify frames: boolean whether to do one thing at a time, so that a crash has one suspect, then see {@code
     * JobMessage}. Answered by {@link #READY}, then {@link #RESULTS}.
     */
    public static final byte CLASSIFY = 'C';

    /** Request, of trusted processes only, to unpack what later ones just read; answered by {@link #END}. */
    public static final byte UNPACK = 'U';

    /** Request for the devices that this process sees; answered by {@link #DEVICES}. */
    public static final byte LIST_DEVICES = 'L';

    /** Last answer to {@link #LIST_DEVICES}: text engine, text version, int GPUs, text name of each. */
    public static final byte DEVICES = 'G';

    /** Answer: text engine, text version, text form. The network is loaded. Texts of answers are {@link #sentence}s. */
    public static final byte READY = 'Y';

    /** Answer: int frames; each int frame, boolean classified, floats or text reason, boolean duplicate. */
    public static final byte RESULTS = 'T';

    /** Last answer to {@link #CLASSIFY}: long ms of decoding, long ms of inference, int duplicates. */
    public static final byte DONE = 'O';

    /** Answer to {@link #INSPECT}, followed by a {@link #GOLDEN} for each image that it was shown and {@link #END}. */
    public static final byte INSPECTED = 'K';

    /** Answer: floats, the probabilities for the next golden image. */
    public static final byte GOLDEN = 'H';

    /** Answer: still at it. */
    public static final byte WORKING = 'W';

    /** Last answer: the request is done, or stopped. */
    public static final byte END = 'E';

    /** Last answer to {@link #INDEX}: see {@link MediaFacts}. */
    public static final byte INDEXED = 'M';

    /** Last answer: text code, text sentence. The file cannot be read or goes beyond a limit. */
    public static final byte REFUSED = 'R';

    /** Longest text of a request, bytes. */
    public static final int LONGEST_TEXT = 1 << 20;

    /** Longest text of an answer, bytes. */
    public static final int LONGEST_SENTENCE = 1 << 12;

    /** Longer ones are cut, characters; each is three bytes at most. */
    private static final int LONGEST_TOLD = 1_000;

    /** Numbers for which there is room before the first of them has come. */
    private static final int FIRST_NUMBERS = 1 << 12;

    private Wire() {}

    public static void text(DataOutput out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    public static String text(DataInput in) throws IOException {
        return text(in, LONGEST_TEXT);
    }

    /** Writes a text for people, or its beginning when it is long. */
    public static void sentence(DataOutput out, String text) throws IOException {
        text(out, text.length() > LONGEST_TOLD ? text.substring(0, LONGEST_TOLD - 1) + "…" : text);
    }

    /** Reads a text that a child sent. */
    public static String sentence(DataInput in) throws IOException {
        return text(in, LONGEST_SENTENCE);
    }

    private static String text(DataInput in, int most) throws IOException {
        byte[] bytes = new byte[count(in, most)];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public static void longs(DataOutputStream out, long[] values) throws IOException {
        out.writeInt(values.length);
        for (long value : values) {
            out.writeLong(value);
        }
    }

    /** Room is made as the numbers come, not as their count promises. */
    public static long[] longs(DataInputStream in, int most) throws IOException {
        int count = count(in, most);
        long[] values = new long[Math.min(count, FIRST_NUMBERS)];
        for (int i = 0; i < count; i++) {
            if (i == values.length) {
                values = Arrays.copyOf(values, (int) Math.min(count, 2L * i));
            }
            values[i] = in.readLong();
        }
        return values;
    }

    public static void ints(DataOutputStream out, int[] values) throws IOException {
        out.writeInt(values.length);
        for (int value : values) {
            out.writeInt(value);
        }
    }

    /** Room is made as the numbers come, not as their count promises. */
    public static int[] ints(DataInputStream in, int most) throws IOException {
        int count = count(in, most);
        int[] values = new int[Math.min(count, FIRST_NUMBERS)];
        for (int i = 0; i < count; i++) {
            if (i == values.length) {
                values = Arrays.copyOf(values, (int) Math.min(count, 2L * i));
            }
            values[i] = in.readInt();
        }
        return values;
    }

    /** @throws IOException when the number is not one of 0 to {@code most}: the other side is not to be believed */
    public static int count(DataInput in, int most) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > most) {
            throw new IOException("A count of " + count + " where at most " + most + " was expected.");
        }
        return count;
    }
}
