package io.framewise.adapters.web.inference;

import io.framewise.application.PageRequest;
import io.framewise.application.inference.InferenceRuns;
import io.framewise.application.inference.RunInference;
import io.framewise.application.project.DefineProjects;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.project.ProjectId;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** {@code /api/projects/{id}/inference-runs/events} */
@Path("/api/projects/{id}/inference-runs/events")
@Tag(name = "inference")
public final class ProjectRunEventsResource {

    private static final List<String> UNFINISHED = List.of("running", "queued", "paused");

    /** Longer than of a single run: there may be hundreds to look at. */
    private static final Duration LOOK_UP = Duration.ofSeconds(1);

    private static final int LOOK_UPS_PER_HEARTBEAT = 15;

    /** Runs of each state that are followed at once. */
    private static final int MOST_RUNS = 200;

    private final RunInference runs;
    private final DefineProjects projects;

    public ProjectRunEventsResource(RunInference runs, DefineProjects projects) {
        this.runs = runs;
        this.projects = projects;
    }

    @GET
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "followInferenceRuns",
            summary = "Progress of all runs of a project as server-sent events",
            description =
                    "An event \"progress\" for each run that is under way, at once and whenever something changes,"
                            + " the one with which it ends included. The stream does not end.")
    @APIResponse(
            responseCode = "200",
            description = "A stream of events",
            content =
                    @Content(
                            mediaType = "text/event-stream",
                            schema = @Schema(implementation = RunProgressEvent.class)))
    public Multi<OutboundSseEvent> follow(@PathParam("id") ProjectId project, @Context Sse sse) {
        // Asked before the stream begins, so that an unknown project is a 404.
        projects.find(project);
        Changes changes = new Changes(project, sse);
        Uni<List<OutboundSseEvent>> next =
                Uni.createFrom().item(changes::next).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
        return Multi.createBy()
                .repeating()
                .uni(() -> next)
                .withDelay(LOOK_UP)
                .indefinitely()
                .onItem()
                .transformToIterable(events -> events);
    }

    /** What one listener has not been told yet. */
    private final class Changes {

        private final ProjectId project;
        private final Sse sse;
        private final Map<InferenceRunId, RunProgressEvent> told = new HashMap<>();
        private final Map<InferenceRunId, Speed> speeds = new HashMap<>();
        private int silent;

        Changes(ProjectId project, Sse sse) {
            this.project = project;
            this.sse = sse;
        }

        List<OutboundSseEvent> next() {
            List<OutboundSseEvent> events = new ArrayList<>();
            Set<InferenceRunId> seen = new HashSet<>();
            for (String state : UNFINISHED) {
                InferenceRuns.Filter filter =
                        new InferenceRuns.Filter(project, null, null, null, state, null, null, null);
                for (RunInference.Status status :
                        runs.page(filter, new PageRequest(MOST_RUNS, null)).items()) {
                    seen.add(status.run().id());
                    tell(status, events);
                }
            }
            for (InferenceRunId gone : new HashSet<>(told.keySet())) {
                if (!seen.contains(gone)) {
                    tell(runs.status(gone), events);
                }
            }
            silent = events.isEmpty() ? silent + 1 : 0;
            if (silent == LOOK_UPS_PER_HEARTBEAT) {
                silent = 0;
                events.add(sse.newEventBuilder().comment("still there").build());
            }
            return events;
        }

        private void tell(RunInference.Status status, List<OutboundSseEvent> events) {
            InferenceRunId id = status.run().id();
            Speed speed = speeds.computeIfAbsent(id, run -> new Speed(System::nanoTime));
            RunProgressEvent now = RunProgressEvent.of(status, speed);
            RunProgressEvent before = told.put(id, now);
            if (before == null || now.isNews(before)) {
                events.add(now.event(sse));
            }
            if (now.isLast()) {
                told.remove(id);
                speeds.remove(id);
            }
        }
    }
}
