package io.framewise.adapters.inference.process;

import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Reads the settings of {@link Containment} from the configuration. */
@Singleton
class ContainmentConfiguration {

    @Produces
    @Singleton
    Containment containment(
            @ConfigProperty(name = "framewise.sandbox", defaultValue = "auto") Containment.Wanted wanted,
            @ConfigProperty(name = "framewise.inbox", defaultValue = "${framewise.data:data}/inbox") Path inboxes)
            throws IOException {
        return Containment.of(wanted, inboxes);
    }

    void close(@Disposes Containment containment) {
        containment.close();
    }
}
