package io.framewise.domain.model;

import io.framewise.domain.Refusal;
import io.framewise.domain.Violations;
import io.framewise.domain.ontology.Attribute;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.ontology.Ontology;
import io.framewise.domain.project.ProjectId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model bound to a project. It is attached enabled, may be changed and disabled, and is archived when it is detached,
 * because runs point at it.
 *
 * @param attribute the radio attribute that the model answers, given by the mapping
 * @param version counts the changes, from 1
 */
public record AttachedModel(
        AttachedModelId id,
        ProjectId projectId,
        ModelId modelId,
        FeatureNodeHash attribute,
        FeaturesMapping featuresMapping,
        IterationPolicy iterationPolicy,
        boolean enabled,
        boolean archived,
        int version,
        Instant attachedAt) {

    /**
     * What an admin may set.
     *
     * @param iterationPolicy see {@link IterationPolicy}
     */
    public record Settings(FeaturesMapping featuresMapping, IterationPolicy iterationPolicy, boolean enabled) {}

    /** @throws Refusal.Invalid when the settings break rule 1 or select iterations that the model does not have */
    public static AttachedModel attach(
            AttachedModelId id, ProjectId project, Model model, Ontology ontology, Settings settings, Instant now) {
        Attribute attribute = check(settings, model, ontology);
        return new AttachedModel(
                id,
                project,
                model.id(),
                attribute.featureNodeHash(),
                settings.featuresMapping(),
                settings.iterationPolicy(),
                settings.enabled(),
                false,
                1,
                now);
    }

    /** @throws Refusal.Invalid as {@link #attach} */
    public AttachedModel change(Settings settings, Model model, Ontology ontology) {
        Attribute target = check(settings, model, ontology);
        return new AttachedModel(
                id,
                projectId,
                modelId,
                target.featureNodeHash(),
                settings.featuresMapping(),
                settings.iterationPolicy(),
                settings.enabled(),
                archived,
                version + 1,
                attachedAt);
    }

    public AttachedModel archive() {
        return new AttachedModel(
                id,
                projectId,
                modelId,
                attribute,
                featuresMapping,
                iterationPolicy,
                false,
                true,
                version + 1,
                attachedAt);
    }

    public Settings settings() {
        return new Settings(featuresMapping, iterationPolicy, enabled);
    }

    /**
     * The iteration that a run uses.
     *
     * @param wanted null for the latest that the policy allows
     * @throws Refusal.Invalid at {@code /iterationId} when the policy does not allow it
     */
    public Iteration iterationFor(Model model, @Nullable IterationId wanted) {
        Optional<Iteration> found = wanted == null
                ? model.iterations().stream()
                        .filter(iteration -> iterationPolicy.allows(model, iteration.id()))
                        .reduce((earlier, later) -> later)
                : model.iteration(wanted).filter(iteration -> iterationPolicy.allows(model, iteration.id()));
        return found.orElseThrow(() -> new Refusal.Invalid(
                "/iterationId", "iteration-not-allowed", "The attached model's iteration policy does not allow it."));
    }

    private static Attribute check(Settings settings, Model model, Ontology ontology) {
        Violations violations = new Violations();
        if (settings.iterationPolicy() instanceof IterationPolicy.ManualSelection selection) {
            checkSelection(selection, model, violations);
        }
        violations.check(() -> MappingRules.check(settings.featuresMapping(), model, ontology));
        violations.refuse();
        return MappingRules.check(settings.featuresMapping(), model, ontology);
    }

    private static void checkSelection(IterationPolicy.ManualSelection selection, Model model, Violations violations) {
        String path = "/iterationPolicy/iterations";
        if (selection.iterations().isEmpty()) {
            violations.add(path, "nothing-selected", "Select at least one iteration.");
        }
        for (IterationId iteration : selection.iterations()) {
            if (model.iteration(iteration).isEmpty()) {
                violations.add(
                        path,
                        "unknown-iteration",
                        "The model \"" + model.title() + "\" has no iteration " + iteration + ".");
            }
        }
    }
}
