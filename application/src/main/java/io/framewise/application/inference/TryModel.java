package io.framewise.application.inference;

import io.framewise.application.UnitOfWork;
import io.framewise.application.inference.FrameClassifier.Job;
import io.framewise.application.inference.FrameClassifier.Result;
import io.framewise.application.media.DataUnits;
import io.framewise.application.media.FrameSource;
import io.framewise.application.model.Models;
import io.framewise.domain.Refusal;
import io.framewise.domain.Violations;
import io.framewise.domain.inference.Device;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.model.Iteration;
import io.framewise.domain.model.IterationId;
import io.framewise.domain.model.Model;
import io.framewise.domain.model.ModelId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lets a model look at one frame, before it is attached to anything. Nothing is kept of it. */
public final class TryModel {

    private final UnitOfWork unitOfWork;
    private final Models models;
    private final DataUnits dataUnits;
    private final FrameClassifier classifier;

    public TryModel(UnitOfWork unitOfWork, Models models, DataUnits dataUnits, FrameClassifier classifier) {
        this.unitOfWork = unitOfWork;
        this.models = models;
        this.dataUnits = dataUnits;
        this.classifier = classifier;
    }

    /** @param iterationId null for the latest */
    public record Request(
            @Nullable IterationId iterationId,
            @Nullable DataUnitId dataUnitId,
            @Nullable Integer frame) {}

    /**
     * What the model makes of the frame.
     *
     * @param predictions one for each feature, in the order of the network's outputs
     */
    public record TryOut(IterationId iterationId, DataUnitId dataUnitId, int frame, List<Prediction> predictions) {}

    /** @param probability 0 to 1; those of all features add up to 1 but for rounding */
    public record Prediction(String feature, float probability) {}

    private record Question(Model model, Iteration iteration, FrameSource source, int frame) {}

    /**
     * Classifies the frame on this node's processor, after what that is at.
     *
     * @throws Refusal.Invalid when the iteration is none of the model's, the data unit or the frame is not there, or the frame
     *     cannot be decoded
     * @throws Refusal.Unavailable when the network cannot be run
     */
    public TryOut tryOut(ModelId id, Request request) {
        Question question = unitOfWork.run(() -> question(models.get(id), request));
        List<Result> results = new ArrayList<>();
        classifier.classify(
                new Job(
                        question.source(),
                        FrameRanges.of(FrameRange.single(question.frame())),
                        question.iteration(),
                        question.model().features().size(),
                        new Device.Cpu()),
                batch -> {
                    results.addAll(batch);
                    return true;
                });
        return answer(question, results.get(0));
    }

    private Question question(Model model, Request request) {
        Violations violations = new Violations();
        Iteration iteration = request.iterationId() == null
                ? model.latest()
                : model.iteration(request.iterationId()).orElse(null);
        if (iteration == null) {
            violations.add("/iterationId", "unknown-iteration", "The model has no such iteration.");
        }
        DataUnit dataUnit = dataUnit(request.dataUnitId());
        if (dataUnit == null) {
            violations.add("/dataUnitId", "unknown-data-unit", "There is no such data unit.");
        }
        if (request.frame() == null) {
            violations.add("/frame", "missing-field", "Say which frame the model is to look at.");
        } else if (dataUnit != null && !dataUnit.wholeRange().contains(request.frame())) {
            violations.add(
                    "/frame", "frame-out-of-range", "There are the frames 0 to " + (dataUnit.frameCount() - 1) + ".");
        }
        violations.refuse();
        DataUnit known = Objects.requireNonNull(dataUnit);
        int frame = Objects.requireNonNull(request.frame());
        return new Question(
                model,
                Objects.requireNonNull(iteration),
                dataUnits.source(known.id(), FrameRange.single(frame)),
                frame);
    }

    private @Nullable DataUnit dataUnit(@Nullable DataUnitId id) {
        try {
            return id == null ? null : dataUnits.get(id);
        } catch (Refusal.NotFound missing) {
            return null;
        }
    }

    private static TryOut answer(Question question, Result result) {
        if (result instanceof Result.Failed failed) {
            throw new Refusal.Invalid("/frame", "frame-failed", failed.reason());
        }
        float[] probabilities = ((Result.Classified) result).probabilities();
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < probabilities.length; i++) {
            predictions.add(new Prediction(question.model().features().get(i), probabilities[i]));
        }
        return new TryOut(
                question.iteration().id(), question.source().dataUnit().id(), question.frame(), predictions);
    }
}
