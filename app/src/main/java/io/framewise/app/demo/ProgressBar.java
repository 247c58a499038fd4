package io.framewise.app.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A bar on a terminal that grows with a run; elsewhere, such as in a log, nothing until the end. */
final class ProgressBar {
    private static final int WIDTH = 40;

    private final PrintStream out;
    private final String title;
    private final int frames;
    private final boolean terminal = isTerminal();

    ProgressBar(PrintStream out, String title, int frames) {
        this.out = out;
        this.title = title;
        this.frames = frames;
    }

    /** Asked of Linux: Java's own answer means something else from JDK 22 on. */
    private static boolean isTerminal() {
        try {
            var output = Files.readSymbolicLink(Path.of("/proc/self/fd/1"));
            return output.startsWith("/dev/pts") || output.startsWith("/dev/tty");
        } catch (IOException e) {
            return false;
        }
    }

    void show(int done) {
        if (terminal) {
            print(done);
        }
    }

    void end() {
        print(frames);
        out.println();
    }

    private void print(int done) {
        int full = (int) ((long) WIDTH * done / frames);
        out.print((terminal ? "\r" : "") + "[" + "#".repeat(full) + " ".repeat(WIDTH - full) + "] " + done + "/"
                + frames + " " + title);
        out.flush();
    }
}
