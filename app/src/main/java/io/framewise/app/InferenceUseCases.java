package io.framewise.app;

import io.framewise.application.Identifiers;
import io.framewise.application.UnitOfWork;
import io.framewise.application.audit.Journal;
import io.framewise.application.inference.AnnounceWorker;
import io.framewise.application.inference.ControlBatches;
import io.framewise.application.inference.ControlRuns;
import io.framewise.application.inference.DeriveLabels;
import io.framewise.application.inference.DeviceCatalog;
import io.framewise.application.inference.ExecuteRun;
import io.framewise.application.inference.ForecastRun;
import io.framewise.application.inference.FrameClassifier;
import io.framewise.application.inference.InferenceBatches;
import io.framewise.application.inference.InferenceRuns;
import io.framewise.application.inference.RunCascade;
import io.framewise.application.inference.RunInBulk;
import io.framewise.application.inference.RunInference;
import io.framewise.application.inference.RunQueue;
import io.framewise.application.inference.ShardResults;
import io.framewise.application.inference.Shards;
import io.framewise.application.inference.SharedDevices;
import io.framewise.application.inference.TryModel;
import io.framewise.application.inference.Workers;
import io.framewise.application.label.LabelHistory;
import io.framewise.application.label.Labels;
import io.framewise.application.media.DataUnits;
import io.framewise.application.model.AttachedModels;
import io.framewise.application.model.Models;
import io.framewise.application.project.Projects;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the use cases of inference out of the ports' adapters. */
@Dependent
final class InferenceUseCases {
    @Produces
    @Singleton
    DeriveLabels deriveLabels(
            UnitOfWork unitOfWork,
            Projects projects,
            DataUnits dataUnits,
            InferenceRuns runs,
            ShardResults results,
            Labels labels,
            LabelHistory history,
            Journal journal) {
        return new DeriveLabels(unitOfWork, projects, dataUnits, runs, results, labels, history, journal);
    }

    @Produces
    @Singleton
    ControlRuns controlRuns(
            UnitOfWork unitOfWork,
            InferenceRuns runs,
            Shards shards,
            ShardResults results,
            RunQueue queue,
            SharedDevices devices,
            Journal journal,
            InstantSource clock,
            @ConfigProperty(name = "framewise.queue.slots") int slots) {
        return new ControlRuns(unitOfWork, runs, shards, results, queue, devices, journal, clock, slots);
    }

    @Produces
    @Singleton
    @Typed(SharedDevices.class)
    SharedDevices sharedDevices(
            UnitOfWork unitOfWork,
            Workers workers,
            DeviceCatalog own,
            @ConfigProperty(name = "framewise.worker.enabled") boolean works) {
        return new SharedDevices(unitOfWork, workers, works ? Optional.of(own) : Optional.empty());
    }

    @Produces
    @Singleton
    AnnounceWorker announceWorker(UnitOfWork unitOfWork, Workers workers, DeviceCatalog own, InstantSource clock) {
        return new AnnounceWorker(unitOfWork, workers, own, clock);
    }

    @Produces
    @Singleton
    RunInference runInference(
            UnitOfWork unitOfWork,
            Projects projects,
            DataUnits dataUnits,
            Models models,
            AttachedModels attachedModels,
            InferenceRuns runs,
            Shards shards,
            ShardResults results,
            Labels labels,
            RunQueue queue,
            SharedDevices devices,
            Journal journal,
            Identifiers identifiers,
            InstantSource clock,
            @ConfigProperty(name = "framewise.queue.slots") int slots,
            @ConfigProperty(name = "framewise.queue.shard-frames") int shardFrames) {
        if (shardFrames < 1) {
            throw new IllegalArgumentException(
                    "framewise.queue.shard-frames is " + shardFrames + "; it must be 1 or more.");
        }
        return new RunInference(
                unitOfWork,
                projects,
                dataUnits,
                models,
                attachedModels,
                runs,
                shards,
                results,
                labels,
                queue,
                devices,
                journal,
                identifiers,
                clock,
                slots,
                shardFrames);
    }

    @Produces
    @Singleton
    RunInBulk runInBulk(
            UnitOfWork unitOfWork,
            Projects projects,
            DataUnits dataUnits,
            InferenceBatches batches,
            RunInference runInference,
            Journal journal,
            Identifiers identifiers,
            InstantSource clock) {
        return new RunInBulk(unitOfWork, projects, dataUnits, batches, runInference, journal, identifiers, clock);
    }

    @Produces
    @Singleton
    RunCascade runCascade(
            UnitOfWork unitOfWork,
            Projects projects,
            InferenceBatches batches,
            RunInference runInference,
            Journal journal,
            Identifiers identifiers,
            InstantSource clock) {
        return new RunCascade(unitOfWork, projects, batches, runInference, journal, identifiers, clock);
    }

    @Produces
    @Singleton
    ControlBatches controlBatches(
            UnitOfWork unitOfWork,
            InferenceBatches batches,
            InferenceRuns runs,
            RunInference runInference,
            ControlRuns controlRuns,
            Journal journal) {
        return new ControlBatches(unitOfWork, batches, runs, runInference, controlRuns, journal);
    }

    @Produces
    @Singleton
    ForecastRun forecastRun(
            UnitOfWork unitOfWork,
            Projects projects,
            DataUnits dataUnits,
            Models models,
            AttachedModels attachedModels,
            InferenceRuns runs,
            ShardResults results,
            Labels labels,
            SharedDevices devices,
            InstantSource clock) {
        return new ForecastRun(
                unitOfWork, projects, dataUnits, models, attachedModels, runs, results, labels, devices, clock);
    }

    @Produces
    @Singleton
    TryModel tryModel(UnitOfWork unitOfWork, Models models, DataUnits dataUnits, FrameClassifier classifier) {
        return new TryModel(unitOfWork, models, dataUnits, classifier);
    }

    @Produces
    @Singleton
    ExecuteRun executeRun(
            UnitOfWork unitOfWork,
            Projects projects,
            DataUnits dataUnits,
            Models models,
            InferenceRuns runs,
            Shards shards,
            ShardResults results,
            Labels labels,
            FrameClassifier classifier,
            DeviceCatalog devices,
            DeriveLabels deriveLabels,
            Journal journal,
            InstantSource clock,
            @ConfigProperty(name = "framewise.worker.tries") int tries,
            @ConfigProperty(name = "framewise.worker.retry-pause") Duration retryPause) {
        return new ExecuteRun(
                unitOfWork,
                projects,
                dataUnits,
                models,
                runs,
                shards,
                results,
                labels,
                classifier,
                devices,
                deriveLabels,
                journal,
                clock,
                tries,
                retryPause);
    }
}
