package io.framewise.adapters.inference.process;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.reflect.Field;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A child that does what files of strangers would have it do. Each request is a word and what it is about. */
public final class Misbehaving {

    public static final byte DO = 'Z';

    private Misbehaving() {}

    public static void main(String[] arguments) throws Exception {
        Requests requests = new Requests(System.in);
        Answers answers = Answers.open(requests);
        while (true) {
            Requests.Request request = requests.next();
            answers.begin();
            String[] words = new String(request.body(), StandardCharsets.UTF_8).split(" ", 2);
            answers.doing(words[0]);
            String said = act(answers, words[0], words.length > 1 ? words[1] : "");
            answers.send(Wire.END, body -> Wire.text(body, said));
        }
    }

    private static String act(Answers answers, String word, String about) throws Exception {
        switch (word) {
            case "read" -> {
                return attempt(() -> Files.readString(Path.of(about)));
            }
            case "write" -> {
                return attempt(() -> Files.writeString(Path.of(about), "stolen").toString());
            }
            case "run" -> {
                return attempt(() -> {
                    Process process = new ProcessBuilder(about.split(" "))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
                    int code = process.onExit().join().exitValue();
                    if (code != 0) {
                        throw new IOException("exit code " + code);
                    }
                    return about;
                });
            }
            case "connect" -> {
                return attempt(() -> {
                    try (Socket socket = new Socket()) {
                        socket.connect(new InetSocketAddress("127.0.0.1", Integer.parseInt(about)), 2_000);
                        return "connected";
                    }
                });
            }
            case "environment" -> {
                return String.join(",", System.getenv().keySet());
            }
            case "temporary" -> {
                return Files.createTempFile("network", ".pt").toString();
            }
            case "threads" -> {
                for (int number = 0; number < Integer.parseInt(about); number++) {
                    Thread thread = new Thread(() -> answers.doing("work"), "thread " + number);
                    thread.start();
                    thread.join();
                }
                Runtime.getRuntime().halt(1);
            }
            case "long" -> {
                answers.doing("w".repeat(Integer.parseInt(about)));
                Runtime.getRuntime().halt(1);
            }
            case "scribble" -> {
                try (RandomAccessFile notes = new RandomAccessFile("/dev/fd/4", "rw")) {
                    byte[] nonsense = new byte[(int) notes.length()];
                    new Random(Long.parseLong(about)).nextBytes(nonsense);
                    notes.write(nonsense);
                }
                Runtime.getRuntime().halt(1);
            }
            case "idle" -> {
                answers.doing("");
                Runtime.getRuntime().halt(1);
            }
            case "print" -> {
                String piece = "x".repeat(1 << 16);
                for (int left = Integer.parseInt(about); left > 0; left -= piece.length()) {
                    System.err.print(piece);
                }
                return "printed";
            }
            case "answer" -> {
                while (true) {
                    answers.send(Wire.WORKING, body -> {});
                    answers.send(Wire.END, body -> {});
                }
            }
            case "picture" ->
                answers.send(Wire.PICTURE, body -> {
                    body.writeInt(0);
                    for (String side : about.split("x")) {
                        body.writeInt(Integer.parseInt(side));
                    }
                });
            case "hang" -> {
                while (true) {
                    Thread.onSpinWait();
                }
            }
            case "lie" -> {
                try (FileOutputStream out = new FileOutputStream("/dev/fd/3")) {
                    out.write("nonsense".getBytes(StandardCharsets.UTF_8));
                }
                return "lied";
            }
            case "crash" -> crash();
            case "eat" -> eat(Long.parseLong(about));
            default -> throw new IllegalArgumentException(word);
        }
        return "";
    }

    private interface Attempt {
        String run() throws IOException;
    }

    private static String attempt(Attempt attempt) {
        try {
            return "done: " + attempt.run();
        } catch (IOException e) {
            return "failed: " + e.getClass().getSimpleName();
        }
    }

    /** Writes to the address 0, as native code with an error does. */
    private static void crash() throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.Unsafe");
        Field field = type.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        type.getMethod("putByte", long.class, byte.class).invoke(field.get(null), 0L, (byte) 1);
    }

    private static void eat(long bytes) {
        List<ByteBuffer> eaten = new ArrayList<>();
        for (long left = bytes; left > 0; left -= 1 << 26) {
            ByteBuffer piece = ByteBuffer.allocateDirect(1 << 26);
            for (int at = 0; at < piece.capacity(); at += 4096) {
                piece.put(at, (byte) 1);
            }
            eaten.add(piece);
        }
    }
}
