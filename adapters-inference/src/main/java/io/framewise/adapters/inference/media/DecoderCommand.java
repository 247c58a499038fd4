package io.framewise.adapters.inference.media;

import io.framewise.adapters.inference.media.decoding.DecoderProcess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.javacpp.Loader;

/** How the decoding process is started: with just the code that it needs, and nothing of the node's environment. */
final class DecoderCommand {

    private DecoderCommand() {}

    static Process start(Path nativeFolder) throws IOException {
        Path folder = nativeFolder.toAbsolutePath();
        Files.createDirectories(folder);
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-Xms16m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-XX:+ExitOnOutOfMemoryError",
                // Standard output is for answers; a native crash tells its story in the log and leaves no files.
                "-XX:+DisplayVMOutputToStderr",
                "-XX:+ErrorFileToStderr",
                "-XX:-CreateCoredumpOnCrash",
                "-Dorg.bytedeco.javacpp.cachedir=" + folder,
                // FFmpeg's memory is not the heap's: no limit that is derived from it, and nothing freed behind our
                // back.
                "-Dorg.bytedeco.javacpp.maxBytes=0",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-Dorg.bytedeco.javacpp.nopointergc=true",
                "-cp",
                String.join(File.pathSeparator, classPath()),
                DecoderProcess.class.getName());
        builder.directory(folder.toFile());
        builder.environment().clear();
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder.start();
    }

    /** Where the classes and libraries were loaded from: folders in a build, jars in a package. */
    static Set<String> classPath() {
        String platform = Loader.getPlatform();
        List<String> needed = List.of(
                resource(DecoderProcess.class),
                resource(Loader.class),
                resource(AVFormatContext.class),
                "org/bytedeco/javacpp/" + platform + "/libjnijavacpp.so",
                "org/bytedeco/ffmpeg/" + platform + "/libjniavformat.so");
        Set<String> places = new LinkedHashSet<>();
        for (String name : needed) {
            places.add(place(name));
        }
        return places;
    }

    private static String resource(Class<?> type) {
        return type.getName().replace('.', '/') + ".class";
    }

    private static String place(String resource) {
        URL url = DecoderCommand.class.getClassLoader().getResource(resource);
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
