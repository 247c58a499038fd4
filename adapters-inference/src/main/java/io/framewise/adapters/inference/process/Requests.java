package io.framewise.adapters.inference.process;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The node's requests, read all the time on a thread of their own: so a stop is seen at once, and the end of the input
 * ends the program even while native code hangs.
 */
public final class Requests {

    /** A request as it came. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Request(byte kind, int number, byte[] body) {}

    private static final int LARGEST = 256 << 20;

    private final BlockingQueue<Request> queue = new LinkedBlockingQueue<>();
    private volatile int stopped = -1;
    private volatile int current = -1;

    public Requests(InputStream in) {
        Thread thread = new Thread(() -> read(new DataInputStream(in)), "requests");
        thread.setDaemon(true);
        thread.start();
    }

    public Request next() throws InterruptedException {
        Request request = queue.take();
        current = request.number();
        return request;
    }

    /** Whether the node gave up the request that is being answered. */
    public boolean isStopped() {
        return stopped == current;
    }

    private void read(DataInputStream in) {
        try {
            while (true) {
                byte kind = in.readByte();
                int number = in.readInt();
                if (kind == Wire.STOP) {
                    stopped = number;
                } else {
                    byte[] body = new byte[Wire.count(in, LARGEST)];
                    in.readFully(body);
                    queue.add(new Request(kind, number, body));
                }
            }
        } catch (EOFException e) {
            Runtime.getRuntime().halt(0);
        } catch (IOException | OutOfMemoryError e) {
            System.err.println("Requests cannot be read: " + e);
            Runtime.getRuntime().halt(3);
        }
    }
}
