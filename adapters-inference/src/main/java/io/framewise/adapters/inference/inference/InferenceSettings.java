package io.framewise.adapters.inference.inference;

import io.framewise.adapters.inference.media.decoding.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How networks are run.
 *
 * @param batchSize frames that go through a network at once; 8 to 16 is best on processors
 * @param predictors threads that run networks
 * @param warmNetworks that stay loaded in a process
 * @param preference which engine runs networks that were built anew
 * @param batchDeadline how long a batch may take
 * @param loadDeadline how long reading, loading and trying a network may take
 * @param limits of media
 * @param engineFolder where the engine's libraries are unpacked to
 * @param inbox where a process finds its files; they are named by their SHA-256
 */
record InferenceSettings(
        int batchSize,
        int predictors,
        int warmNetworks,
        NetworkLoader.Preference preference,
        Duration batchDeadline,
        Duration loadDeadline,
        Limits limits,
        Path engineFolder,
        Path inbox) {

    private static final String PREFIX = "framewise.";

    /** As options for the JVM of an inference process. */
    List<String> properties() {
        return List.of(
                property("batch", batchSize),
                property("predictors", predictors),
                property("warm", warmNetworks),
                property("form", preference.name()),
                property("batchDeadline", batchDeadline),
                property("loadDeadline", loadDeadline),
                property("pixels", limits.pixels()),
                property("frames", limits.frames()),
                property("seconds", limits.seconds()),
                property("bytes", limits.bytes()),
                property("engine", engineFolder),
                property("inbox", inbox));
    }

    private static String property(String name, Object value) {
        return "-D" + PREFIX + name + "=" + value;
    }

    static InferenceSettings fromProperties() {
        return new InferenceSettings(
                Integer.parseInt(told("batch")),
                Integer.parseInt(told("predictors")),
                Integer.parseInt(told("warm")),
                NetworkLoader.Preference.valueOf(told("form").toUpperCase(Locale.ROOT)),
                Duration.parse(told("batchDeadline")),
                Duration.parse(told("loadDeadline")),
                new Limits(
                        Long.parseLong(told("pixels")),
                        Integer.parseInt(told("frames")),
                        Long.parseLong(told("seconds")),
                        Long.parseLong(told("bytes"))),
                Path.of(told("engine")),
                Path.of(told("inbox")));
    }

    private static String told(String name) {
        String value = System.getProperty(PREFIX + name);
        if (value == null) {
            throw new IllegalArgumentException(PREFIX + name + " is missing.");
        }
        return value;
    }
}
