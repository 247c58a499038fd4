package io.framewise.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** H.264 clips of any length, made by the program {@code ffmpeg} with x264, which has to be on the path. */
public final class Clips {

    private Clips() {}

    /**
     * A clip repeated, with noise on top, so that no two frames are the same; it stays in the folder for the next time.
     *
     * @param height 720 or 1080
     * @param gop frames from one key frame to the next
     */
    public static Path h264(Path folder, Path source, int height, int gop, int frames) throws Exception {
        Path clip = folder.resolve("clip-" + height + "p-" + gop + "-" + frames + ".mp4");
        if (!Files.exists(clip)) {
            Files.createDirectories(folder);
            Path part = folder.resolve("part.mp4");
            String picture = "scale=" + height * 16 / 9 + ":" + height + ",setsar=1,noise=alls=6:allf=t,format=yuv420p";
            String key = Integer.toString(gop);
            ffmpeg(List.of(
                    "-stream_loop", "-1", "-i", source.toString(), "-an", "-vf", picture, "-r", "25", "-frames:v",
                    Integer.toString(frames), "-c:v", "libx264", "-preset", "veryfast", "-bf", "3", "-crf", "24", "-g", key,
                    "-keyint_min", key, "-sc_threshold", "0", part.toString()));
            Files.move(part, clip);
        }
        return clip;
    }

    /** As {@link #h264}, 320 x 180: a network is fed fast. */
    public static Path small(Path folder, Path source, int frames) throws Exception {
        Path clip = folder.resolve("small-" + frames + ".mp4");
        if (!Files.exists(clip)) {
            Files.createDirectories(folder);
            Path part = folder.resolve("part.mp4");
            ffmpeg(List.of(
                    "-stream_loop", "-1", "-i", source.toString(), "-an", "-vf", "scale=320:180,setsar=1,noise=alls=6:allf=t,format=yuv420p",
                    "-r", "25", "-frames:v", Integer.toString(frames), "-c:v", "libx264", "-preset", "ultrafast", "-crf", "30", part.toString()));
            Files.move(part, clip);
        }
        return clip;
    }

    public static void ffmpeg(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-hide_banner", "-loglevel", "error", "-y"));
        command.addAll(arguments);
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException("ffmpeg failed: " + String.join(" ", command));
        }
    }
}
