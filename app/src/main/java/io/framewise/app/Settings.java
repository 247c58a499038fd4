package io.framewise.app;

import io.quarkus.runtime.configuration.ConfigUtils;
import java.nio.file.Path;
import java.util.NoSuchElementException;

/**
 * What must be known before Quarkus starts. Read from the same places as every other setting: system properties,
 * environment, {@code .env}, {@code config/application.properties}, {@code application.properties}.
 *
 * @param data where the built-in database, media and weights are kept; absolute
 * @param externalDatabase whether a datasource is configured, so that none is to be started
 * @param host the address to listen on
 * @param port the port to listen on
 */
record Settings(Path data, boolean externalDatabase, String host, int port) {
    /** @throws StartFailure when a setting is not of its kind */
    static Settings read() {
        var config = ConfigUtils.configBuilder().build();
        try {
            return new Settings(
                    Path.of(config.getValue("framewise.data", String.class))
                            .toAbsolutePath()
                            .normalize(),
                    config.getOptionalValue("quarkus.datasource.jdbc.url", String.class)
                            .isPresent(),
                    config.getValue("framewise.host", String.class),
                    config.getValue("framewise.port", Integer.class));
        } catch (IllegalArgumentException | NoSuchElementException e) {
            throw new StartFailure("A setting is wrong: " + e.getMessage(), e);
        }
    }
}
