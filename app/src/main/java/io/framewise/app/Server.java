package io.framewise.app;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** What {@code framewise run} does once everything is up: says where, and waits for the signal to stop. */
public final class Server implements QuarkusApplication {
    private static final Logger LOG = Logger.getLogger("framewise");

    @ConfigProperty(name = "quarkus.http.host")
    String host;

    @ConfigProperty(name = "quarkus.http.port")
    int port;

    @Override
    public int run(String... args) {
        var seconds = ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0;
        LOG.infof("Started in %s s", String.format(Locale.ROOT, "%.1f", seconds));
        LOG.infof("Framewise is ready at http://%s:%d", host, port);
        Quarkus.waitForExit();
        return 0;
    }
}
