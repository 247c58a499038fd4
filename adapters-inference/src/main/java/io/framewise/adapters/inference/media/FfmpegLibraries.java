package io.framewise.adapters.inference.media;

import io.framewise.adapters.inference.media.decoding.DecoderProcess;
import io.framewise.adapters.inference.process.ChildCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.javacpp.Loader;

/** What a child needs to decode media. */
public final class FfmpegLibraries {

    private FfmpegLibraries() {}

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
