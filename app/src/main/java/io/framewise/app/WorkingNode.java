package io.framewise.app;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.jboss.logging.Logger;

/** What {@code framewise worker} does once everything is up: waits for the signal to stop. */
public final class WorkingNode implements QuarkusApplication {
    private static final Logger LOG = Logger.getLogger("framewise");

    @Override
    public int run(String... args) {
        var seconds = ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0;
        LOG.infof("Started in %s s", String.format(Locale.ROOT, "%.1f", seconds));
        LOG.info("Framewise works on queued runs");
        Quarkus.waitForExit();
        return 0;
    }
}
