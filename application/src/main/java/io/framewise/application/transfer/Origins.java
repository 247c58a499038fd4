package io.framewise.application.transfer;

import io.framewise.application.inference.InferenceRuns;
import io.framewise.application.model.Models;
import io.framewise.domain.Refusal;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.inference.RunRequest;
import io.framewise.domain.label.Label;
import io.framewise.domain.label.LabelSource;
import io.framewise.domain.label.RunOrigin;
import io.framewise.domain.model.Iteration;
import io.framewise.domain.model.Model;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Says of a run's labels what is known of the run, so that they can leave it behind. Looks each run up once. */
final class Origins {

    private final InferenceRuns runs;
    private final Models models;
    private final Map<UUID, RunOrigin> known = new HashMap<>();

    Origins(InferenceRuns runs, Models models) {
        this.runs = runs;
        this.models = models;
    }

    /** The label with the origin of its run as its source; a label that no run here made stays as it is. */
    Label named(Label label) {
        return label.source() instanceof LabelSource.Run run
                ? new Label(
                        label.attribute(),
                        label.frames(),
                        label.answer(),
                        new LabelSource.Imported(
                                known.computeIfAbsent(run.inferenceRun(), this::origin), run.acceptance()),
                        label.confidences())
                : label;
    }

    private RunOrigin origin(UUID run) {
        RunRequest request = runs.get(new InferenceRunId(run)).request();
        Model model = models.get(request.modelId());
        Iteration iteration = model.iteration(request.iterationId())
                .orElseThrow(() -> new Refusal.NotFound("iteration", request.iterationId()));
        return new RunOrigin(
                run,
                model.title(),
                iteration.number(),
                request.weights(),
                request.thresholds().confidence().value());
    }
}
