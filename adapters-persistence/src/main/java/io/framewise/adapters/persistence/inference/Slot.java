package io.framewise.adapters.persistence.inference;

import io.framewise.application.inference.Pool;
import io.framewise.domain.inference.InferenceRunId;
import java.util.Locale;
import java.util.UUID;

/** An entry of a queue. */
record Slot(InferenceRunId run, UUID id) {

    static final String TASK = "inference-slot";

    /** The table of a pool's queue. */
    static String table(Pool pool) {
        return "inference_queue_" + pool.name().toLowerCase(Locale.ROOT);
    }

    /** Its name in the queue. */
    String instance() {
        return run + "/" + id;
    }

    static Slot of(String instance) {
        int slash = instance.indexOf('/');
        return new Slot(
                new InferenceRunId(UUID.fromString(instance.substring(0, slash))),
                UUID.fromString(instance.substring(slash + 1)));
    }
}
