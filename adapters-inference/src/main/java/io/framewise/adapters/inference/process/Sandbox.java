package io.framewise.adapters.inference.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Bubblewrap ({@code bwrap}): a child sees no network, the system's folders read-only, an empty folder for temporary files
 * and, of the node's data, just its inbox.
 *
 * @param program where bwrap is
 */
public record Sandbox(Path program) {

    private static final List<String> SYSTEM = List.of(
            "/usr",
            "/bin",
            "/sbin",
            "/lib",
            "/lib32",
            "/lib64",
            "/etc/ld.so.cache",
            "/etc/ld.so.conf",
            "/etc/ld.so.conf.d",
            "/etc/alternatives");
    private static final long TRIAL_SECONDS = 10;

    /** The sandbox of this machine, when it has one that works. */
    public static Optional<Sandbox> find() {
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "bwrap"))
                .filter(Files::isExecutable)
                .map(Sandbox::new)
                .filter(Sandbox::works)
                .findFirst();
    }

    /** Many machines have it and forbid it: only a trial tells. */
    private boolean works() {
        List<String> command = new ArrayList<>(command(List.of()));
        command.add("true");
        try {
            Process trial = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!trial.waitFor(TRIAL_SECONDS, TimeUnit.SECONDS)) {
                trial.destroyForcibly();
                return false;
            }
            return trial.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * What to put before a command.
     *
     * @param readOnly files and folders that the child needs, besides the system's
     */
    List<String> command(Collection<Path> readOnly) {
        List<String> command = new ArrayList<>(
                List.of(program.toString(), "--unshare-all", "--die-with-parent", "--new-session", "--tmpfs", "/tmp"));
        SYSTEM.forEach(path -> bind(command, "--ro-bind-try", Path.of(path)));
        Path java = Path.of(System.getProperty("java.home"));
        bind(command, "--ro-bind", java);
        configuration(java).forEach(path -> bind(command, "--ro-bind-try", path));
        readOnly.forEach(path -> bind(command, "--ro-bind", path));
        command.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--chdir", "/tmp"));
        gpus().forEach(path -> bind(command, "--dev-bind-try", path));
        return command;
    }

    private static void bind(List<String> command, String how, Path path) {
        command.addAll(List.of(how, path.toString(), path.toString()));
    }

    /** What drivers of NVIDIA's GPUs need; nothing on machines without. */
    private static List<Path> gpus() {
        List<Path> paths = new ArrayList<>();
        try (DirectoryStream<Path> devices = Files.newDirectoryStream(Path.of("/dev"), "nvidia*")) {
            devices.forEach(paths::add);
        } catch (IOException e) {
            return List.of();
        }
        return paths;
    }

    /** Distributions keep a JDK's configuration elsewhere and link to it. */
    private static List<Path> configuration(Path java) {
        List<Path> folders = new ArrayList<>();
        for (String part : List.of("conf", "lib/security", "conf/security", "lib/jvm.cfg")) {
            Path file = java.resolve(part);
            try {
                Path real = file.toRealPath();
                Path folder = Files.isDirectory(real) ? real : real.getParent();
                if (folder != null && !folder.startsWith("/usr") && !folder.startsWith(java)) {
                    folders.add(folder);
                }
                if (Files.isDirectory(real)) {
                    try (Stream<Path> entries = Files.list(real)) {
                        entries.filter(Files::isSymbolicLink).forEach(link -> addTarget(folders, link));
                    }
                }
            } catch (IOException e) {
                // This JDK does not have it.
            }
        }
        return folders;
    }

    private static void addTarget(List<Path> folders, Path link) {
        try {
            Path folder = link.toRealPath().getParent();
            if (folder != null && !folder.startsWith("/usr")) {
                folders.add(folder);
            }
        } catch (IOException e) {
            // A link to nowhere.
        }
    }
}
