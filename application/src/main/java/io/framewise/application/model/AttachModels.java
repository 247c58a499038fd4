package io.framewise.application.model;

import io.framewise.application.Identifiers;
import io.framewise.application.UnitOfWork;
import io.framewise.application.audit.Journal;
import io.framewise.application.project.Projects;
import io.framewise.domain.Refusal;
import io.framewise.domain.audit.Actor;
import io.framewise.domain.model.AttachedModel;
import io.framewise.domain.model.AttachedModelId;
import io.framewise.domain.model.FeaturesMapping;
import io.framewise.domain.model.IterationPolicy;
import io.framewise.domain.model.Model;
import io.framewise.domain.model.ModelId;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.ontology.Ontology;
import io.framewise.domain.project.ProjectId;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Binds models to the ontology of a project. */
public final class AttachModels {

    private final UnitOfWork unitOfWork;
    private final Projects projects;
    private final Models models;
    private final AttachedModels attachedModels;
    private final Journal journal;
    private final Identifiers identifiers;
    private final InstantSource clock;

    public AttachModels(
            UnitOfWork unitOfWork,
            Projects projects,
            Models models,
            AttachedModels attachedModels,
            Journal journal,
            Identifiers identifiers,
            InstantSource clock) {
        this.unitOfWork = unitOfWork;
        this.projects = projects;
        this.models = models;
        this.attachedModels = attachedModels;
        this.journal = journal;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    /**
     * What to attach, or what to change: null keeps what is there, or on attaching the default.
     *
     * @param modelId which model; only on attaching
     * @param featuresMapping feature to option; null as an option leaves a feature unmapped
     * @param merge whether features may share an option; false by default
     * @param iterationPolicy {@code useLatest} by default
     * @param enabled whether runs may use it; true by default
     */
    public record Request(
            @Nullable ModelId modelId,
            @Nullable Map<String, @Nullable FeatureNodeHash> featuresMapping,
            @Nullable Boolean merge,
            @Nullable IterationPolicy iterationPolicy,
            @Nullable Boolean enabled) {}

    /** @throws Refusal.Invalid when a rule of {@link io.framewise.domain.model.MappingRules} is broken */
    public AttachedModel attach(Actor actor, ProjectId project, Request request) {
        return unitOfWork.run(() -> {
            Ontology ontology = projects.lock(project).ontology();
            ModelId modelId = request.modelId();
            if (modelId == null) {
                throw new Refusal.Invalid("/modelId", "missing-field", "Say which model to attach.");
            }
            Model model = model(modelId);
            AttachedModel.Settings defaults = new AttachedModel.Settings(
                    new FeaturesMapping(Map.of(), false), new IterationPolicy.UseLatest(), true);
            AttachedModel attached = AttachedModel.attach(
                    new AttachedModelId(identifiers.uuid()),
                    project,
                    model,
                    ontology,
                    changed(defaults, request),
                    clock.instant());
            attachedModels.add(attached);
            journal.write(actor, "attached-model.attached", attached.id(), project, details(attached));
            return attached;
        });
    }

    /**
     * Changes what is given in the request; what runs have done stays as it was.
     *
     * @param expectedVersion the version that was edited, null to take the newest
     * @throws Refusal.Conflict when it is archived, or when somebody else has changed it since
     */
    public AttachedModel change(Actor actor, AttachedModelId id, Request request, @Nullable Integer expectedVersion) {
        return unitOfWork.run(() -> {
            AttachedModel before = attachedModels.lock(id);
            checkAttached(before, expectedVersion);
            Ontology ontology = projects.lock(before.projectId()).ontology();
            AttachedModel after =
                    before.change(changed(before.settings(), request), models.get(before.modelId()), ontology);
            attachedModels.save(after);
            journal.write(actor, "attached-model.changed", id, after.projectId(), details(after));
            return after;
        });
    }

    /**
     * Archives it: runs that used it can still be shown.
     *
     * @param expectedVersion the version that was seen, null to take the newest
     * @throws Refusal.Conflict as {@link #change}
     */
    public AttachedModel detach(Actor actor, AttachedModelId id, @Nullable Integer expectedVersion) {
        return unitOfWork.run(() -> {
            AttachedModel before = attachedModels.lock(id);
            checkAttached(before, expectedVersion);
            AttachedModel after = before.archive();
            attachedModels.save(after);
            journal.write(actor, "attached-model.detached", id, after.projectId(), Map.of());
            return after;
        });
    }

    public AttachedModel find(AttachedModelId id) {
        return unitOfWork.run(() -> attachedModels.get(id));
    }

    /** Those that are not archived, in the order in which they were attached. */
    public List<AttachedModel> of(ProjectId project) {
        return unitOfWork.run(() -> {
            projects.get(project);
            return attachedModels.of(project);
        });
    }

    private Model model(ModelId id) {
        try {
            return models.get(id);
        } catch (Refusal.NotFound missing) {
            throw new Refusal.Invalid("/modelId", missing.code(), "There is no model " + id + ".");
        }
    }

    private static AttachedModel.Settings changed(AttachedModel.Settings settings, Request request) {
        FeaturesMapping mapping = settings.featuresMapping();
        Map<String, FeatureNodeHash> options = mapping.options();
        if (request.featuresMapping() != null) {
            options = new LinkedHashMap<>();
            for (Map.Entry<String, @Nullable FeatureNodeHash> entry :
                    request.featuresMapping().entrySet()) {
                if (entry.getValue() != null) {
                    options.put(entry.getKey(), entry.getValue());
                }
            }
        }
        return new AttachedModel.Settings(
                new FeaturesMapping(options, request.merge() == null ? mapping.merge() : request.merge()),
                request.iterationPolicy() == null ? settings.iterationPolicy() : request.iterationPolicy(),
                request.enabled() == null ? settings.enabled() : request.enabled());
    }

    private static void checkAttached(AttachedModel attached, @Nullable Integer expectedVersion) {
        if (attached.archived()) {
            throw new Refusal.Conflict("attached-model-archived", "The model is no longer attached.");
        }
        if (expectedVersion != null && expectedVersion != attached.version()) {
            throw new Refusal.Conflict(
                    "attached-model-changed", "Somebody else has changed it. Load it again and repeat the edit.");
        }
    }

    private static Map<String, String> details(AttachedModel attached) {
        Map<String, String> details = new HashMap<>();
        details.put("model", attached.modelId().toString());
        details.put("attribute", attached.attribute().value());
        details.put("enabled", Boolean.toString(attached.enabled()));
        attached.featuresMapping()
                .options()
                .forEach((feature, option) -> details.put("feature " + feature, option.value()));
        return details;
    }
}
