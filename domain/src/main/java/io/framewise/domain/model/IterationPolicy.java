package io.framewise.domain.model;

import java.util.Set;

/** Which iterations of an attached model may be run. */
public sealed interface IterationPolicy {

    /** Whether an iteration of the model may be run. */
    boolean allows(Model model, IterationId iteration);

    /** Only the latest, whichever that is when a run is requested. */
    record UseLatest() implements IterationPolicy {
        @Override
        public boolean allows(Model model, IterationId iteration) {
            return model.latest().id().equals(iteration);
        }
    }

    /** Any of them; the latest unless the request names another. */
    record UseAll() implements IterationPolicy {
        @Override
        public boolean allows(Model model, IterationId iteration) {
            return model.iteration(iteration).isPresent();
        }
    }

    /** Only these; the latest of them unless the request names another. */
    record ManualSelection(Set<IterationId> iterations) implements IterationPolicy {
        public ManualSelection {
            iterations = Set.copyOf(iterations);
        }

        @Override
        public boolean allows(Model model, IterationId iteration) {
            return iterations.contains(iteration) && model.iteration(iteration).isPresent();
        }
    }
}
