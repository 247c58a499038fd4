package io.framewise.application.inference;

import io.framewise.application.UnitOfWork;
import io.framewise.application.label.Labels;
import io.framewise.application.media.DataUnits;
import io.framewise.application.model.AttachedModels;
import io.framewise.application.model.Models;
import io.framewise.application.project.Projects;
import io.framewise.domain.audit.Actor;
import io.framewise.domain.inference.RunRequest;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.project.ProjectId;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Says what a run would do, and changes nothing. */
public final class ForecastRun {

    private final UnitOfWork unitOfWork;
    private final Projects projects;
    private final InferenceRuns runs;
    private final ShardResults results;
    private final RunAcceptance acceptance;
    private final FrameChoice choice;

    public ForecastRun(
            UnitOfWork unitOfWork,
            Projects projects,
            DataUnits dataUnits,
            Models models,
            AttachedModels attachedModels,
            InferenceRuns runs,
            ShardResults results,
            Labels labels,
            DeviceCatalog devices,
            InstantSource clock) {
        this.unitOfWork = unitOfWork;
        this.projects = projects;
        this.runs = runs;
        this.results = results;
        this.acceptance = new RunAcceptance(dataUnits, models, attachedModels, devices, clock);
        this.choice = new FrameChoice(projects, labels);
    }

    /**
     * What would become of the frames of a range, by the labels as they are.
     *
     * @param frames of the range
     * @param eligible would be classified, or hold the answer of one that is
     * @param gatedOut the parent questions are not answered with the owning options
     * @param kept a person's answer is there
     * @param sampled of the eligible ones, those that would be classified
     * @param reused of the sampled ones, those that the same iteration has classified before and that need not be
     *     inferred again; none when the run is to be fresh
     * @param framesPerSecond that this iteration has been measured at; absent when it has never run
     * @param seconds that it would take at that speed
     */
    public record Forecast(
            int frames,
            int eligible,
            int gatedOut,
            int kept,
            int sampled,
            int reused,
            Optional<Double> framesPerSecond,
            Optional<Double> seconds) {}

    /** Throws as {@link RunInference#request}. */
    public Forecast forecast(Actor actor, ProjectId project, RunInference.Request request) {
        String device = request.device() == null ? "auto" : request.device();
        return unitOfWork.run(() -> {
            RunRequest accepted = acceptance.accept(actor, projects.get(project), request, device);
            FrameChoice.Frames frames = choice.of(accepted, List.of(accepted.frameRange()));
            FrameRanges predicted = accepted.fresh()
                    ? FrameRanges.NONE
                    : results.predicted(accepted.iterationId(), accepted.contentHash());
            OptionalDouble speed = runs.framesPerSecond(accepted.iterationId());
            int sampled = frames.sampled().count();
            int reused = frames.sampled().intersect(predicted).count();
            return new Forecast(
                    accepted.frameRange().count(),
                    frames.eligible().count(),
                    frames.gatedOut().count(),
                    frames.kept().count(),
                    sampled,
                    reused,
                    speed.isPresent() ? Optional.of(speed.getAsDouble()) : Optional.empty(),
                    speed.isPresent() ? Optional.of((sampled - reused) / speed.getAsDouble()) : Optional.empty());
        });
    }
}
