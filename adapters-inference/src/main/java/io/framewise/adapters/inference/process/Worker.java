package io.framewise.adapters.inference.process;

/** A child process and the folder in which it finds its files. Both end together. */
public record Worker(ChildProcess process, Inbox inbox) implements AutoCloseable {

    @Override
    public void close() {
        process.end();
        inbox.close();
    }
}
