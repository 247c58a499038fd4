package io.framewise.adapters.inference.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * How a child is started: a JVM with just the code that it needs, nothing of the node's environment, and limits.
 *
 * @param program with a {@code main}
 * @param jvm options for the JVM
 * @param classPath files and folders
 * @param environment all of it
 * @param readable folders, besides the code and the inbox, that it may read
 * @param memoryBytes most writable memory; 0 for no limit
 */
public record ChildCommand(
        Class<?> program,
        List<String> jvm,
        Set<String> classPath,
        Map<String, String> environment,
        List<Path> readable,
        long memoryBytes) {

    // A child dies with the thread that started it.
    private static final ExecutorService STARTER = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "process-starter");
        thread.setDaemon(true);
        return thread;
    });

    private static final List<String> EVERY_JVM = List.of(
            "-Xss512k",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-XX:+ExitOnOutOfMemoryError",
            // Standard output is for answers; a native crash tells its story in the log and leaves no files.
            "-XX:+DisplayVMOutputToStderr",
            "-XX:+ErrorFileToStderr",
            "-XX:-CreateCoredumpOnCrash");

    public ChildCommand {
        jvm = List.copyOf(jvm);
        classPath = new LinkedHashSet<>(classPath);
        environment = new LinkedHashMap<>(environment);
        readable = List.copyOf(readable);
    }

    Process start(Inbox inbox, Optional<Sandbox> sandbox) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(inbox, sandbox));
        builder.directory(new File("/").isDirectory() ? new File("/") : null);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("LC_ALL", "C.UTF-8");
        try {
            return STARTER.submit(builder::start).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the node is stopping", e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause() == null ? e : e.getCause());
        }
    }

    private List<String> command(Inbox inbox, Optional<Sandbox> sandbox) {
        List<String> command = new ArrayList<>();
        if (hasShell()) {
            String limits = memoryBytes > 0 ? "ulimit -d " + memoryBytes / 1024 + "; " : "";
            // Answers go through a file of their own: a JVM that crashes writes about it to standard output. The notes
            // come along open, because a sandbox shows no folder where they could be written.
            command.addAll(List.of(
                    "/bin/sh",
                    "-c",
                    "ulimit -c 0; " + limits + "exec \"$@\" 3>&1 1>&2 4<>\"$0\"",
                    inbox.notes().toString()));
        }
        sandbox.ifPresent(box -> command.addAll(box.command(paths(inbox.folder()))));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(EVERY_JVM);
        if (hasShell()) {
            command.add("-D" + Answers.FILE + "=/dev/fd/3");
            command.add("-D" + Answers.NOTES + "=/dev/fd/4");
        }
        if (sandbox.isEmpty()) {
            command.add("-Djava.io.tmpdir=" + inbox.scratch());
        }
        command.addAll(jvm);
        command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath), program.getName()));
        return command;
    }

    private static boolean hasShell() {
        return Files.isExecutable(Path.of("/bin/sh"));
    }

    private Collection<Path> paths(Path inbox) {
        List<Path> paths = new ArrayList<>(readable);
        paths.add(inbox);
        classPath.forEach(place -> paths.add(Path.of(place)));
        return paths;
    }

    /** Where classes were loaded from: folders in a build, jars in a package. */
    public static Set<String> places(Collection<Class<?>> types, Collection<String> resources) {
        Set<String> places = new LinkedHashSet<>();
        types.forEach(type -> places.add(place(type.getName().replace('.', '/') + ".class")));
        resources.forEach(resource -> places.add(place(resource)));
        return places;
    }

    private static String place(String resource) {
        URL url = ChildCommand.class.getClassLoader().getResource(resource);
        if (url == null) {
            throw new UncheckedIOException(new IOException("The program was packaged without " + resource + "."));
        }
        String form = url.toString();
        String location = form.startsWith("jar:")
                ? form.substring("jar:".length(), form.indexOf("!/"))
                : form.substring(0, form.length() - resource.length());
        return Path.of(URI.create(location)).toString();
    }
}
