package io.framewise.adapters.inference.media;

import io.framewise.adapters.inference.media.decoding.DecoderProcess;
import io.framewise.adapters.inference.process.ChildCommand;
import io.framewise.adapters.inference.process.Containment;
import io.framewise.adapters.inference.process.DiedException;
import io.framewise.adapters.inference.process.Wire;
import io.framewise.adapters.inference.process.Worker;
import io.framewise.domain.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.javacpp.Loader;

/** What a child needs to decode media. */
public final class FfmpegLibraries {

    private static final Set<Path> UNPACKED = new HashSet<>();

    private FfmpegLibraries() {}

    /** Lets a trusted process unpack the libraries, once: those that read files of strangers cannot write. */
    public static synchronized void unpack(MediaSettings settings, Containment containment) {
        Path folder = settings.nativeFolder();
        if (!UNPACKED.add(folder)) {
            return;
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            UNPACKED.remove(folder);
            throw new UncheckedIOException(e);
        }
        try (Worker worker = containment.startTrusted(
                inbox -> DecoderPool.command(settings), DecoderPool.NOUN, settings.patience())) {
            worker.process().send(Wire.UNPACK, body -> {});
            worker.process().read((kind, body) -> kind);
        } catch (DiedException e) {
            UNPACKED.remove(folder);
            throw new Refusal.Unavailable("decoder-died", e.sentence() + " while it unpacked its libraries.");
        }
    }

    /** @param folder where the libraries are unpacked to */
    public static List<String> options(Path folder) {
        return List.of(
                "-Dorg.bytedeco.javacpp.cachedir=" + folder,
                // FFmpeg's memory is not the heap's: no limit that is derived from it, and nothing freed behind our
                // back.
                "-Dorg.bytedeco.javacpp.maxBytes=0",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-Dorg.bytedeco.javacpp.nopointergc=true");
    }

    public static Set<String> places() {
        String platform = Loader.getPlatform();
        return ChildCommand.places(
                List.of(DecoderProcess.class, Loader.class, AVFormatContext.class),
                List.of(
                        "org/bytedeco/javacpp/" + platform + "/libjnijavacpp.so",
                        "org/bytedeco/ffmpeg/" + platform + "/libjniavformat.so"));
    }
}
