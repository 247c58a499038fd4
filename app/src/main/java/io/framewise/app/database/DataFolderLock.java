package io.framewise.app.database;

import io.framewise.app.StartFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second Framewise off a data folder. The operating system gives the lock back when the process ends, however
 * it ends, so that a lock file left behind never stands in the way.
 */
final class DataFolderLock implements AutoCloseable {
    private final FileChannel channel;

    private DataFolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws StartFailure when another process holds the folder */
    static DataFolderLock take(Path folder) throws IOException {
        var channel = FileChannel.open(
                folder.resolve("framewise.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        if (!isFree(channel)) {
            var holder = read(channel);
            channel.close();
            throw new StartFailure(
                    "The data folder %s is in use by another Framewise (process %s). Stop that one, or set FRAMEWISE_DATA to another folder."
                            .formatted(folder, holder));
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        return new DataFolderLock(channel);
    }

    private static boolean isFree(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static String read(FileChannel channel) throws IOException {
        var bytes = ByteBuffer.allocate(20);
        channel.read(bytes);
        return StandardCharsets.US_ASCII.decode(bytes.flip()).toString().trim();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
