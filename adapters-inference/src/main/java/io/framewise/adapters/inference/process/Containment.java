package io.framewise.adapters.inference.process;

import io.framewise.domain.Refusal;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** How this node keeps the processes that read files of strangers: in a sandbox where there is one, each with an inbox. */
public final class Containment implements AutoCloseable {

    /** What an administrator wants of a sandbox. */
    public enum Wanted {
        /** One, where there is one. */
        AUTO,
        /** None of the processes that read files of strangers starts without. */
        REQUIRED,
        OFF
    }

    private static final Logger LOG = Logger.getLogger(Containment.class);
    private static final String LOCK = "lock";

    private final Optional<Sandbox> sandbox;
    private final Path inboxes;
    private final FileChannel lock;

    private Containment(Optional<Sandbox> sandbox, Path inboxes, FileChannel lock) {
        this.sandbox = sandbox;
        this.inboxes = inboxes;
        this.lock = lock;
    }

    /**
     * Looks for a sandbox, and removes the inboxes that nodes left behind which are no more.
     *
     * @param inboxes folder of the inboxes, best on the file system of the files that are read; other nodes may use it, too
     * @throws IllegalStateException when a sandbox is required and there is none
     * @throws IOException when the folder cannot be made
     */
    public static Containment of(Wanted wanted, Path inboxes) throws IOException {
        Optional<Sandbox> found = wanted == Wanted.OFF ? Optional.empty() : Sandbox.find();
        if (wanted == Wanted.REQUIRED && found.isEmpty()) {
            throw new IllegalStateException(
                    "framewise.sandbox is \"required\", and this machine has no usable bubblewrap (bwrap).");
        }
        LOG.info(
                found.isPresent()
                        ? "Files of strangers are read inside of bubblewrap."
                        : "Files of strangers are read in processes of their own, without a sandbox.");
        Path all = inboxes.toAbsolutePath().normalize();
        Files.createDirectories(all);
        removeLeftovers(all);
        Path own = Files.createDirectory(all.resolve(UUID.randomUUID().toString()));
        FileChannel lock = FileChannel.open(own.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        lock.lock();
        return new Containment(found, own, lock);
    }

    private static void removeLeftovers(Path all) throws IOException {
        try (Stream<Path> nodes = Files.list(all)) {
            for (Path node : (Iterable<Path>) nodes.filter(path -> Files.exists(path.resolve(LOCK)))::iterator) {
                try (FileChannel channel = FileChannel.open(node.resolve(LOCK), StandardOpenOption.WRITE);
                        FileLock free = channel.tryLock()) {
                    if (free != null) {
                        Inbox.remove(node);
                    }
                } catch (IOException | OverlappingFileLockException e) {
                    LOG.debugf("The inboxes in %s stay: %s", node, e.getMessage());
                }
            }
        }
    }

    public boolean isSandboxed() {
        return sandbox.isPresent();
    }

    /**
     * Starts a process that may be given files of strangers.
     *
     * @param command made for the folder of its inbox
     * @throws Refusal.Unavailable when it cannot be started
     */
    public Worker start(Function<Path, ChildCommand> command, String noun, ChildProcess.Patience patience) {
        return start(command, noun, patience, sandbox);
    }

    /** Starts a process that is given nothing of strangers, and may write where the node may. */
    public Worker startTrusted(Function<Path, ChildCommand> command, String noun, ChildProcess.Patience patience) {
        return start(command, noun, patience, Optional.empty());
    }

    private Worker start(
            Function<Path, ChildCommand> command, String noun, ChildProcess.Patience patience, Optional<Sandbox> box) {
        try {
            Inbox inbox = Inbox.in(inboxes);
            try {
                ThreadNotes notes = ThreadNotes.create(inbox.notes());
                Process process = command.apply(inbox.folder()).start(inbox, box);
                return new Worker(new ChildProcess(process, noun, patience, notes), inbox);
            } catch (IOException | RuntimeException e) {
                inbox.close();
                throw e;
            }
        } catch (IOException e) {
            throw new Refusal.Unavailable(
                    "process-not-started", "The " + noun + " cannot be started: " + e.getMessage() + ".");
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
            Inbox.remove(inboxes);
        } catch (IOException e) {
            LOG.debugf("The inboxes in %s stay: %s", inboxes, e.getMessage());
        }
    }
}
