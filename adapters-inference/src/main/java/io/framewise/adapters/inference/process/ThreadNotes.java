package io.framewise.adapters.inference.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What each thread of a child is at: memory that the child and the node share, so that a note costs next to nothing and is
 * still there when the child is not. It is a file of {@value #THREADS} notes, each an int length and so many bytes of
 * UTF-8: the thread's name, a line break, and what it is at.
 */
final class ThreadNotes {

    /** Threads beyond these leave no notes. */
    static final int THREADS = 64;

    private static final int NOTE_BYTES = 512;
    private static final int LONGEST = NOTE_BYTES - Integer.BYTES;
    private static final char BREAK = '\n';

    private final ByteBuffer notes;
    private final Map<String, Integer> places = new ConcurrentHashMap<>();

    private ThreadNotes(ByteBuffer notes) {
        this.notes = notes;
    }

    /** Makes the file, for a child that is about to start. */
    static ThreadNotes create(Path file) throws IOException {
        return map(file, StandardOpenOption.CREATE_NEW);
    }

    /** Opens the file that the node made. */
    static ThreadNotes open(Path file) throws IOException {
        return map(file, StandardOpenOption.READ);
    }

    /** Notes that nobody reads. */
    static ThreadNotes none() {
        return new ThreadNotes(ByteBuffer.allocate(THREADS * NOTE_BYTES));
    }

    private static ThreadNotes map(Path file, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(file, option, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, THREADS * NOTE_BYTES);
            return new ThreadNotes(mapped);
        }
    }

    /** @param what the calling thread is at, empty for nothing dangerous */
    void write(String what) {
        String thread = Thread.currentThread().getName();
        Integer place = places.computeIfAbsent(thread, name -> places.size());
        if (place >= THREADS) {
            return;
        }
        int start = place * NOTE_BYTES;
        notes.putInt(start, 0);
        if (!what.isEmpty()) {
            byte[] text = (thread + BREAK + what).getBytes(StandardCharsets.UTF_8);
            int length = Math.min(LONGEST, text.length);
            notes.put(start + Integer.BYTES, text, 0, length);
            notes.putInt(start, length);
        }
    }

    void clear() {
        for (int place = 0; place < THREADS; place++) {
            notes.putInt(place * NOTE_BYTES, 0);
        }
    }

    /** What each thread was at, by its name; what makes no sense is left out, because strangers may have written it. */
    Map<String, String> read() {
        Map<String, String> read = new TreeMap<>();
        for (int place = 0; place < THREADS; place++) {
            int length = notes.getInt(place * NOTE_BYTES);
            if (length <= 0 || length > LONGEST) {
                continue;
            }
            byte[] text = new byte[length];
            notes.get(place * NOTE_BYTES + Integer.BYTES, text);
            String note = new String(text, StandardCharsets.UTF_8);
            int end = note.indexOf(BREAK);
            if (end > 0 && end < note.length() - 1) {
                read.put(note.substring(0, end), printable(note.substring(end + 1)));
            }
        }
        return read;
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
