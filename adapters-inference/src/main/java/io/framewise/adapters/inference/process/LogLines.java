package io.framewise.adapters.inference.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a child prints, line by line. Of a line without end the beginning is kept, so that printing takes no memory here. */
final class LogLines implements AutoCloseable {

    /** Characters. */
    static final int LONGEST = 4_096;

    private final Reader characters;

    LogLines(InputStream log) {
        this.characters = new BufferedReader(new InputStreamReader(log, StandardCharsets.UTF_8));
    }

    /** The next line; null when there is none any more. */
    @Nullable
    String next() throws IOException {
        StringBuilder line = new StringBuilder();
        int character = characters.read();
        boolean any = character >= 0;
        while (character >= 0 && character != '\n') {
            if (line.length() < LONGEST) {
                line.append((char) character);
            }
            character = characters.read();
        }
        return any ? line.toString() : null;
    }

    @Override
    public void close() throws IOException {
        characters.close();
    }
}
