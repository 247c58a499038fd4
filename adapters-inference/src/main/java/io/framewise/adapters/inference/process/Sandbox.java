package io.framewise.adapters.inference.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Bubblewrap ({@code bwrap}): a child sees no network, the system's folders read-only, an empty folder for temporary files
 * and, of the node's data, just its inbox. It keeps no capability, also where the node is root: with one it could mount
 * all of this anew, and write.
 *
 * @param program where bwrap is
 * @param abilities options of {@link #OPTIONAL} that this bwrap has and this machine allows
 */
public record Sandbox(Path program, Set<String> abilities) {

    /** No user namespaces inside, in which a child would have capabilities again; needs bwrap 0.8. */
    private static final String NO_NAMESPACES = "--disable-userns";

    /** A limit for the temporary files, which are memory; needs bwrap 0.7. */
    private static final String SIZE = "--size";

    /** Nothing to be written beside the temporary files; needs bwrap 0.1.6. */
    private static final String READ_ONLY = "--remount-ro";

    private static final Set<String> OPTIONAL = Set.of(NO_NAMESPACES, SIZE, READ_ONLY);

    /** Room for the two forms of any network that ONNX, at most 2 GB, can hold. */
    private static final long TEMPORARY_BYTES = 4L << 30;

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

    public Sandbox {
        abilities = Set.copyOf(abilities);
    }

    /** The sandbox of this machine, when it has one that works. */
    public static Optional<Sandbox> find() {
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "bwrap"))
                .filter(Files::isExecutable)
                .flatMap(Sandbox::candidates)
                .filter(Sandbox::works)
                .findFirst();
    }

    /** The tightest first: what bwrap can do is not always allowed inside of a container. */
    private static Stream<Sandbox> candidates(Path program) {
        String help = output(List.of(program.toString(), "--help")).orElse("");
        Set<String> known = new LinkedHashSet<>(OPTIONAL);
        known.removeIf(option -> !help.contains(option + " ") && !help.contains(option + "\n"));
        Set<String> tolerant = new LinkedHashSet<>(known);
        tolerant.remove(NO_NAMESPACES);
        return Stream.of(new Sandbox(program, known), new Sandbox(program, tolerant))
                .distinct();
    }

    /** Many machines have it and forbid it, or have a JDK that it does not show whole: only a trial tells. */
    private boolean works() {
        List<String> command = new ArrayList<>(command(List.of()));
        command.addAll(List.of(java().toString(), "-Xmx16m", "-XX:TieredStopAtLevel=1", "-version"));
        return output(command).isPresent();
    }

    /** What a command said, when it ended well and in time. */
    private static Optional<String> output(List<String> command) {
        try {
            Process trial = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.PIPE)
                    .start();
            trial.onExit().orTimeout(TRIAL_SECONDS, TimeUnit.SECONDS).exceptionally(late -> trial.destroyForcibly());
            String said = new String(trial.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return trial.waitFor() == 0 ? Optional.of(said) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /**
     * What to put before a command.
     *
     * @param readOnly files and folders that the child needs, besides the system's
     */
    List<String> command(Collection<Path> readOnly) {
        List<String> command = new ArrayList<>(List.of(
                program.toString(), "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"));
        if (abilities.contains(NO_NAMESPACES)) {
            command.addAll(List.of("--unshare-user", NO_NAMESPACES));
        }
        if (abilities.contains(SIZE)) {
            command.addAll(List.of(SIZE, Long.toString(TEMPORARY_BYTES)));
        }
        command.addAll(List.of("--tmpfs", "/tmp"));
        SYSTEM.forEach(path -> bind(command, "--ro-bind-try", Path.of(path)));
        Path java = Path.of(System.getProperty("java.home"));
        bind(command, "--ro-bind", java);
        configuration(java).forEach(path -> bind(command, "--ro-bind-try", path));
        readOnly.forEach(path -> bind(command, "--ro-bind", path));
        command.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--chdir", "/tmp"));
        gpus().forEach(path -> bind(command, "--dev-bind-try", path));
        if (abilities.contains(READ_ONLY)) {
            command.addAll(List.of(READ_ONLY, "/dev", READ_ONLY, "/"));
        }
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
