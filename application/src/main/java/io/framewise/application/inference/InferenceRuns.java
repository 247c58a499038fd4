package io.framewise.application.inference;

import io.framewise.application.Page;
import io.framewise.application.PageRequest;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.model.AttachedModelId;
import io.framewise.domain.model.IterationId;
import io.framewise.domain.model.ModelId;
import io.framewise.domain.project.ProjectId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Every inference run there ever was. */
public interface InferenceRuns {

    /**
     * What to look for; null stands for anything.
     *
     * @param state name of a state, such as {@code succeeded}
     * @param requester name of the person
     * @param from requested at this time or later
     * @param to requested before this time
     */
    record Filter(
            @Nullable ProjectId project,
            @Nullable DataUnitId dataUnit,
            @Nullable ModelId model,
            @Nullable AttachedModelId attachedModel,
            @Nullable String state,
            @Nullable String requester,
            @Nullable Instant from,
            @Nullable Instant to) {}

    /**
     * Adds a run that has just been requested.
     *
     * @param idempotencyKey the client's name for the request, null for none; unique inside a project
     */
    void add(InferenceRun run, @Nullable String idempotencyKey);

    Optional<InferenceRun> withIdempotencyKey(ProjectId project, String key);

    /** @throws io.framewise.domain.Refusal.NotFound when there is none */
    InferenceRun get(InferenceRunId id);

    /** As {@link #get}; nobody else gets it this way until the transaction ends. */
    InferenceRun lock(InferenceRunId id);

    /** The runs of a cascade that go by the fresh answers of this one, each directly. */
    List<InferenceRunId> followers(InferenceRunId run);

    /** Stores the state of a locked run; its request never changes. */
    void save(InferenceRun run);

    /** Classified frames a second over the last runs of an iteration that succeeded; empty when there is none. */
    OptionalDouble framesPerSecond(IterationId iteration);

    /** The newest request first. */
    Page<InferenceRun> page(Filter filter, PageRequest request);
}
