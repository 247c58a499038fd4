package io.framewise.adapters.inference.model.pickle;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The pickle machine of Python's {@code pickletools}, protocols 0 to 5, without the power to do anything. Every step costs
 * at least one byte of the pickle, so time and memory are bounded by its size; how deep values are nested is bounded, too.
 */
public final class PickleReader {

    /** Values inside values inside values. Exports of real learners stay below 100. */
    public static final int MAX_DEPTH = 1_000;

    // Exports of real learners take some hundred thousand; a step may cost a hundred times the byte that it is.
    private static final int MAX_STEPS = 5_000_000;
    // Bytes of a whole number: nobody counts further, and writing longer ones out takes ever longer.
    private static final int LONGEST_NUMBER = 255;

    private final ByteBuffer in;
    private final PickleStack stack;
    private final Map<Integer, Pickled> memo = new HashMap<>();

    private PickleReader(ByteBuffer in, Consumer<Pickled> witness) {
        this.in = in.slice().order(ByteOrder.LITTLE_ENDIAN);
        this.stack = new PickleStack(witness);
    }

    /**
     * Reads up to the end of the first pickle.
     *
     * @throws PickleException naming the reason and the byte
     */
    public static Pickled read(ByteBuffer pickle) throws PickleException {
        return read(pickle, value -> {});
    }

    /**
     * Reads up to the end of the first pickle.
     *
     * @param witness sees every value when it comes onto the stack, also those that are dropped later: another machine
     *     would have made them. What is put into a value afterwards is not there yet
     * @throws PickleException naming the reason and the byte
     */
    public static Pickled read(ByteBuffer pickle, Consumer<Pickled> witness) throws PickleException {
        PickleReader reader = new PickleReader(pickle, witness);
        int at = 0;
        try {
            for (int steps = 0; steps < MAX_STEPS; steps++) {
                at = reader.in.position();
                int opcode = reader.in.get() & 0xff;
                if (opcode == '.') {
                    return reader.stack.pop();
                }
                reader.step(opcode);
            }
            throw new PickleException("it has more than " + MAX_STEPS + " steps", at);
        } catch (BufferUnderflowException e) {
            throw new PickleException("it ends in the middle", at);
        } catch (PickleStack.MisuseException e) {
            throw new PickleException(String.valueOf(e.getMessage()), at);
        }
    }

    private void step(int opcode) {
        switch (opcode) {
            case 0x80 -> require((in.get() & 0xff) <= 5, "it is of a protocol that is not known");
            case 0x95 -> in.getLong();
            case 'N' -> stack.push(Pickled.None.NONE);
            case 0x88 -> stack.push(new Pickled.Truth(true));
            case 0x89 -> stack.push(new Pickled.Truth(false));
            case 'K' -> whole(in.get() & 0xff);
            case 'M' -> whole(in.getShort() & 0xffff);
            case 'J' -> whole(in.getInt());
            case 0x8a -> stack.push(whole(bytes(in.get() & 0xff)));
            case 0x8b -> stack.push(whole(number(length(in.getInt()))));
            case 'I', 'L' -> stack.push(writtenNumber(line()));
            case 'F' -> stack.push(new Pickled.Real(decimal(line())));
            case 'G' -> {
                stack.push(new Pickled.Real(in.order(ByteOrder.BIG_ENDIAN).getDouble()));
                in.order(ByteOrder.LITTLE_ENDIAN);
            }
            case 'S', 'V' -> stack.push(new Pickled.Text(line()));
            case 'U', 0x8c -> stack.push(text(in.get() & 0xff));
            case 'T', 'X' -> stack.push(text(length(in.getInt())));
            case 0x8d -> stack.push(text(length(in.getLong())));
            case 'C' -> skip(in.get() & 0xff);
            case 'B' -> skip(length(in.getInt()));
            case 0x8e, 0x96 -> skip(length(in.getLong()));
            case 'c' -> stack.push(new Pickled.Global(line(), line()));
            case 0x93 -> {
                String name = stack.popText();
                stack.push(new Pickled.Global(stack.popText(), name));
            }
            case 'i' -> {
                Pickled type = new Pickled.Global(line(), line());
                stack.make(type, new Pickled.Items(stack.popToMark()));
            }
            case 'p' -> memorise(index(line()));
            case 'q' -> memorise(in.get() & 0xff);
            case 'r' -> memorise(place(in.getInt()));
            case 0x94 -> memorise(memo.size());
            case 'g' -> recall(index(line()));
            case 'h' -> recall(in.get() & 0xff);
            case 'j' -> recall(place(in.getInt()));
            case 'P' -> stack.push(new Pickled.Outside(new Pickled.Text(line())));
            case 0x82 -> extension(in.get() & 0xff);
            case 0x83 -> extension(in.getShort() & 0xffff);
            case 0x84 -> extension(in.getInt());
            default -> stack.step(opcode);
        }
    }

    private void whole(int value) {
        stack.push(new Pickled.Whole(BigInteger.valueOf(value)));
    }

    private byte[] number(int length) {
        require(length <= LONGEST_NUMBER, "a number has " + length + " bytes");
        return bytes(length);
    }

    private static Pickled whole(byte[] littleEndian) {
        byte[] bytes = new byte[littleEndian.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = littleEndian[bytes.length - 1 - i];
        }
        return new Pickled.Whole(bytes.length == 0 ? BigInteger.ZERO : new BigInteger(bytes));
    }

    private static Pickled writtenNumber(String line) {
        if (line.equals("00") || line.equals("01")) {
            return new Pickled.Truth(line.equals("01"));
        }
        String digits = line.endsWith("L") ? line.substring(0, line.length() - 1) : line;
        require(digits.length() <= 40 && digits.matches("[+-]?[0-9]+"), "\"" + shortened(line) + "\" is no number");
        return new Pickled.Whole(new BigInteger(digits));
    }

    private static double decimal(String line) {
        try {
            return Double.parseDouble(line);
        } catch (NumberFormatException e) {
            throw new PickleStack.MisuseException("\"" + shortened(line) + "\" is no number");
        }
    }

    private static int index(String line) {
        require(line.matches("[0-9]{1,9}"), "\"" + shortened(line) + "\" is no place in the memo");
        return Integer.parseInt(line);
    }

    private static String shortened(String line) {
        return line.length() <= 20 ? line : line.substring(0, 20) + "…";
    }

    private Pickled text(int length) {
        return new Pickled.Text(new String(bytes(length), StandardCharsets.UTF_8));
    }

    private void skip(int length) {
        in.position(in.position() + length(length));
        stack.push(new Pickled.Bytes(length));
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length(length)];
        in.get(bytes);
        return bytes;
    }

    /** A length that is there: it is checked before anything is made of it. */
    private int length(long told) {
        require(told >= 0, "a length is below zero");
        if (told > in.remaining()) {
            throw new BufferUnderflowException();
        }
        return (int) told;
    }

    private String line() {
        int start = in.position();
        while (in.get() != '\n') {
            // The next one.
        }
        byte[] bytes = new byte[in.position() - 1 - start];
        in.get(start, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int place(int told) {
        require(told >= 0, "a place in the memo is below zero");
        return told;
    }

    private void memorise(int place) {
        memo.put(place, stack.top());
    }

    private void recall(int place) {
        Pickled value = memo.get(place);
        require(value != null, "it refers to a value that was not there before");
        if (value != null) {
            stack.push(value);
        }
    }

    private void extension(int code) {
        stack.push(new Pickled.Global("extension", Integer.toString(code)));
    }

    private static void require(boolean condition, String reason) {
        if (!condition) {
            throw new PickleStack.MisuseException(reason);
        }
    }
}
