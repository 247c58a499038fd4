package io.framewise.adapters.inference.media;

import io.framewise.adapters.inference.media.decoding.Limits;
import io.framewise.adapters.inference.process.ChildProcess;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How media are read.
 *
 * @param limits how large a medium may be
 * @param archiveEntries most files in an archive
 * @param archiveRatio most bytes that one packed byte of an archive may stand for
 * @param processes most decoding processes at a time, at least 2; one is always left for single pictures
 * @param idleProcesses decoding processes that are kept warm
 * @param silence how long a decoding process may say nothing while it is being waited for
 * @param deadline how long one answer, such as the next frame, may be waited for in all; signs of life do not prolong it, the
 *     time in which the caller works does not count
 * @param memoryBytes most memory of a decoding process; 0 for no limit
 * @param nativeFolder where FFmpeg's libraries are unpacked to
 */
public record MediaSettings(
        Limits limits,
        int archiveEntries,
        int archiveRatio,
        int processes,
        int idleProcesses,
        Duration silence,
        Duration deadline,
        long memoryBytes,
        Path nativeFolder) {

    private static final long MEMORY = 4L << 30;
    private static final Duration GRACE = Duration.ofSeconds(30);

    public MediaSettings {
        nativeFolder = nativeFolder.toAbsolutePath().normalize();
        if (processes < 2 || idleProcesses < 0 || archiveEntries < 1 || archiveRatio < 1) {
            throw new IllegalArgumentException("Settings of media are out of range.");
        }
    }

    /** What holds when nothing is configured. */
    public static MediaSettings standard(Path nativeFolder) {
        return new MediaSettings(
                new Limits(67_108_864, 1_000_000, 21_600, 17_179_869_184L),
                100_000,
                200,
                4,
                2,
                Duration.ofSeconds(60),
                Duration.ofMinutes(30),
                MEMORY,
                nativeFolder);
    }

    ChildProcess.Patience patience() {
        return new ChildProcess.Patience(silence, deadline, GRACE);
    }
}
