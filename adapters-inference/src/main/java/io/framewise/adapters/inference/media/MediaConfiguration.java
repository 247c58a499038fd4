package io.framewise.adapters.inference.media;

import io.framewise.adapters.inference.media.decoding.Limits;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The settings {@code framewise.media.*}; see {@link MediaSettings}. */
@Singleton
class MediaConfiguration {

    @Produces
    @Singleton
    MediaSettings settings(
            @ConfigProperty(name = "framewise.media.max-pixels", defaultValue = "67108864") long maxPixels,
            @ConfigProperty(name = "framewise.media.max-frames", defaultValue = "1000000") int maxFrames,
            @ConfigProperty(name = "framewise.media.max-seconds", defaultValue = "21600") long maxSeconds,
            @ConfigProperty(name = "framewise.media.max-bytes", defaultValue = "17179869184") long maxBytes,
            @ConfigProperty(name = "framewise.media.max-archive-entries", defaultValue = "100000") int archiveEntries,
            @ConfigProperty(name = "framewise.media.max-archive-ratio", defaultValue = "200") int archiveRatio,
            @ConfigProperty(name = "framewise.media.processes", defaultValue = "4") int processes,
            @ConfigProperty(name = "framewise.media.idle-processes", defaultValue = "2") int idleProcesses,
            @ConfigProperty(name = "framewise.media.silence", defaultValue = "PT60S") Duration silence,
            @ConfigProperty(name = "framewise.media.deadline", defaultValue = "PT30M") Duration deadline,
            @ConfigProperty(name = "framewise.media.max-memory", defaultValue = "4294967296") long memoryBytes,
            @ConfigProperty(name = "framewise.media.native-folder", defaultValue = "data/native") Path nativeFolder) {
        return new MediaSettings(
                new Limits(maxPixels, maxFrames, maxSeconds, maxBytes),
                archiveEntries,
                archiveRatio,
                processes,
                idleProcesses,
                silence,
                deadline,
                memoryBytes,
                nativeFolder);
    }
}
