package io.framewise.application.inference;

import io.framewise.application.media.DataUnits;
import io.framewise.application.model.AttachedModels;
import io.framewise.application.model.Models;
import io.framewise.domain.Refusal;
import io.framewise.domain.Violations;
import io.framewise.domain.audit.Actor;
import io.framewise.domain.inference.RunRequest;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.model.AttachedModel;
import io.framewise.domain.model.AttachedModelId;
import io.framewise.domain.model.Iteration;
import io.framewise.domain.model.MappingRules;
import io.framewise.domain.model.Model;
import io.framewise.domain.project.Project;
import io.framewise.domain.project.ProjectId;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the immutable request of a run out of what somebody asks for, or says everything that is wrong with it. */
final class RunAcceptance {

    private final DataUnits dataUnits;
    private final Models models;
    private final AttachedModels attachedModels;
    private final DeviceCatalog devices;
    private final InstantSource clock;

    RunAcceptance(
            DataUnits dataUnits,
            Models models,
            AttachedModels attachedModels,
            DeviceCatalog devices,
            InstantSource clock) {
        this.dataUnits = dataUnits;
        this.models = models;
        this.attachedModels = attachedModels;
        this.devices = devices;
        this.clock = clock;
    }

    /** Throws as {@link RunInference#request}. */
    RunRequest accept(Actor actor, Project project, RunInference.Request request, String device) {
        AttachedModel attached = attachedModel(project.id(), request.attachedModelId());
        DataUnit dataUnit = dataUnit(project.id(), request.dataUnitId());
        Model model = attached == null ? null : models.get(attached.modelId());
        FrameRange range =
                request.frameRange() != null || dataUnit == null ? request.frameRange() : dataUnit.wholeRange();
        check(request, attached, model, dataUnit, range, device);
        return accepted(
                actor,
                project,
                Objects.requireNonNull(attached),
                Objects.requireNonNull(model),
                Objects.requireNonNull(dataUnit),
                Objects.requireNonNull(range),
                request,
                device);
    }

    private @Nullable AttachedModel attachedModel(ProjectId project, @Nullable AttachedModelId id) {
        try {
            AttachedModel attached = id == null ? null : attachedModels.get(id);
            return attached != null && attached.projectId().equals(project) ? attached : null;
        } catch (Refusal.NotFound missing) {
            return null;
        }
    }

    private @Nullable DataUnit dataUnit(ProjectId project, @Nullable DataUnitId id) {
        try {
            DataUnit dataUnit = id == null ? null : dataUnits.get(id);
            return dataUnit != null && dataUnit.projectId().equals(project) ? dataUnit : null;
        } catch (Refusal.NotFound missing) {
            return null;
        }
    }

    private void check(
            RunInference.Request request,
            @Nullable AttachedModel attached,
            @Nullable Model model,
            @Nullable DataUnit dataUnit,
            @Nullable FrameRange range,
            String device) {
        Violations violations = new Violations();
        if (attached == null || model == null) {
            violations.add("/attachedModelId", "unknown-attached-model", "The project has no such attached model.");
        } else {
            violations.check(() -> attached.iterationFor(model, request.iterationId()));
        }
        if (dataUnit == null) {
            violations.add("/dataUnitId", "unknown-data-unit", "The project has no such data unit.");
        } else if (range != null) {
            violations.check(() -> dataUnit.checkHas(range, "/frameRange"));
        }
        if (request.confidence() == null) {
            violations.add("/confidence", "missing-field", "Say which confidence a label must have, 0 to 1.");
        }
        if (request.confidence() != null && attached != null) {
            violations.check(() -> request.thresholds().check(attached.featuresMapping()));
        }
        violations.check(request::everyNth);
        violations.check(() -> devices.devices().resolve(device, "/device"));
        violations.refuse();
    }

    private RunRequest accepted(
            Actor actor,
            Project project,
            AttachedModel attached,
            Model model,
            DataUnit dataUnit,
            FrameRange range,
            RunInference.Request request,
            String device) {
        if (attached.archived() || !attached.enabled()) {
            throw new Refusal.Conflict("attached-model-disabled", "The attached model is disabled.");
        }
        try {
            MappingRules.check(attached.featuresMapping(), model, project.ontology());
        } catch (Refusal.Invalid broken) {
            throw new Refusal.Conflict(
                    "attached-model-outdated",
                    "The ontology has changed and the attached model's mapping no longer fits it: "
                            + broken.getMessage());
        }
        Iteration iteration = attached.iterationFor(model, request.iterationId());
        return new RunRequest(
                project.id(),
                dataUnit.id(),
                dataUnit.contentHash(),
                range,
                attached.id(),
                model.id(),
                iteration.id(),
                iteration.weights(),
                model.features(),
                attached.attribute(),
                attached.featuresMapping(),
                project.ontology().revision(),
                request.thresholds(),
                request.isFresh(),
                request.everyNth(),
                device,
                actor,
                clock.instant(),
                Optional.empty());
    }
}
