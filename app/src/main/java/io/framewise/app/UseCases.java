package io.framewise.app;

import io.framewise.application.Identifiers;
import io.framewise.application.UnitOfWork;
import io.framewise.application.audit.AuditTrail;
import io.framewise.application.audit.Journal;
import io.framewise.application.audit.ReadAuditTrail;
import io.framewise.application.inference.AnnounceWorker;
import io.framewise.application.inference.DeriveLabels;
import io.framewise.application.inference.DeviceCatalog;
import io.framewise.application.inference.ExecuteRun;
import io.framewise.application.inference.ForecastRun;
import io.framewise.application.inference.FrameClassifier;
import io.framewise.application.inference.InferenceBatches;
import io.framewise.application.inference.InferenceRuns;
import io.framewise.application.inference.RunInBulk;
import io.framewise.application.inference.RunInference;
import io.framewise.application.inference.RunQueue;
import io.framewise.application.inference.ShardResults;
import io.framewise.application.inference.Shards;
import io.framewise.application.inference.SharedDevices;
import io.framewise.application.inference.Workers;
import io.framewise.application.label.LabelFrames;
import io.framewise.application.label.LabelHistory;
import io.framewise.application.label.Labels;
import io.framewise.application.label.ReadLabelHistory;
import io.framewise.application.label.ReviewLabels;
import io.framewise.application.label.UndoLabelChanges;
import io.framewise.application.media.BlobStore;
import io.framewise.application.media.BrowseMedia;
import io.framewise.application.media.DataUnits;
import io.framewise.application.media.FramePictures;
import io.framewise.application.media.IngestMedia;
import io.framewise.application.media.MediaIndexer;
import io.framewise.application.model.AttachModels;
import io.framewise.application.model.AttachedModels;
import io.framewise.application.model.ImportModels;
import io.framewise.application.model.Models;
import io.framewise.application.model.NetworkInspector;
import io.framewise.application.project.DefineProjects;
import io.framewise.application.project.Projects;
import io.framewise.application.transfer.ExportLabels;
import io.framewise.application.transfer.ImportLabels;
import io.framewise.domain.inference.Shard;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the use cases out of the ports' adapters. */
@Dependent
final class UseCases {
    @Produces
    @Singleton
    InstantSource clock() {
        // What the database keeps of an instant, so that it reads the same before and after it was stored.
        return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
    }

    @Produces
    @Singleton
    Identifiers identifiers() {
        return new RandomIdentifiers();
    }

    @Produces
    @Singleton
    Journal journal(AuditTrail auditTrail, InstantSource clock) {
        return new Journal(auditTrail, clock);
    }

    @Produces
    @Singleton
    ReadAuditTrail readAuditTrail(UnitOfWork unitOfWork, AuditTrail auditTrail) {
        return new ReadAuditTrail(unitOfWork, auditTrail);
    }

    @Produces
    @Singleton
    DefineProjects defineProjects(
            UnitOfWork unitOfWork, Projects projects, Journal journal, Identifiers identifiers, InstantSource clock) {
        return new DefineProjects(unitOfWork, projects, journal, identifiers, clock);
    }

    @Produces
    @Singleton
    IngestMedia ingestMedia(
            UnitOfWork unitOfWork,
            Projects projects,
            DataUnits dataUnits,
            MediaIndexer indexer,
            BlobStore blobs,
            Journal journal,
            Identifiers identifiers,
            InstantSource clock) {
        return new IngestMedia(unitOfWork, projects, dataUnits, indexer, blobs, journal, identifiers, clock);
    }

    @Produces
    @Singleton
    BrowseMedia browseMedia(UnitOfWork unitOfWork, Projects projects, DataUnits dataUnits, FramePictures pictures) {
        return new BrowseMedia(unitOfWork, projects, dataUnits, pictures);
    }

    @Produces
    @Singleton
    ImportModels importModels(
            UnitOfWork unitOfWork,
            Models models,
            NetworkInspector inspector,
            MediaIndexer indexer,
            BlobStore blobs,
            Journal journal,
            Identifiers identifiers,
            InstantSource clock) {
        return new ImportModels(unitOfWork, models, inspector, indexer, blobs, journal, identifiers, clock);
    }

    @Produces
    @Singleton
    AttachModels attachModels(
            UnitOfWork unitOfWork,
            Projects projects,
            Models models,
            AttachedModels attachedModels,
            Journal journal,
            Identifiers identifiers,
            InstantSource clock) {
        return new AttachModels(unitOfWork, projects, models, attachedModels, journal, identifiers, clock);
    }

    @Produces
    @Singleton
    LabelFrames labelFrames(
            UnitOfWork unitOfWork,
            Projects projects,
            DataUnits dataUnits,
            Labels labels,
            LabelHistory history,
            Journal journal) {
        return new LabelFrames(unitOfWork, projects, dataUnits, labels, history, journal);
    }

    @Produces
    @Singleton
    ReviewLabels reviewLabels(
            UnitOfWork unitOfWork,
            Projects projects,
            DataUnits dataUnits,
            Labels labels,
            LabelHistory history,
            Journal journal) {
        return new ReviewLabels(unitOfWork, projects, dataUnits, labels, history, journal);
    }

    @Produces
    @Singleton
    UndoLabelChanges undoLabelChanges(
            UnitOfWork unitOfWork,
            Projects projects,
            DataUnits dataUnits,
            Labels labels,
            LabelHistory history,
            Journal journal) {
        return new UndoLabelChanges(unitOfWork, projects, dataUnits, labels, history, journal);
    }

    @Produces
    @Singleton
    ReadLabelHistory readLabelHistory(UnitOfWork unitOfWork, DataUnits dataUnits, LabelHistory history) {
        return new ReadLabelHistory(unitOfWork, dataUnits, history);
    }

    @Produces
    @Singleton
    ExportLabels exportLabels(
            UnitOfWork unitOfWork,
            Projects projects,
            DataUnits dataUnits,
            Labels labels,
            InferenceRuns runs,
            Models models) {
        return new ExportLabels(unitOfWork, projects, dataUnits, labels, runs, models);
    }

    @Produces
    @Singleton
    ImportLabels importLabels(
            UnitOfWork unitOfWork,
            Projects projects,
            DataUnits dataUnits,
            Labels labels,
            Journal journal,
            Identifiers identifiers) {
        return new ImportLabels(unitOfWork, projects, dataUnits, labels, journal, identifiers);
    }

    @Produces
    @Singleton
    DeriveLabels deriveLabels(
            UnitOfWork unitOfWork,
            Projects projects,
            DataUnits dataUnits,
            InferenceRuns runs,
            ShardResults results,
            Labels labels,
            Journal journal) {
        return new DeriveLabels(unitOfWork, projects, dataUnits, runs, results, labels, journal);
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
            @ConfigProperty(name = "framewise.queue.slots") int slots) {
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
                Shard.FRAMES);
    }

    @Produces
    @Singleton
    RunInBulk runInBulk(
            UnitOfWork unitOfWork,
            Projects projects,
            DataUnits dataUnits,
            InferenceBatches batches,
            InferenceRuns runs,
            RunInference runInference,
            Journal journal,
            Identifiers identifiers,
            InstantSource clock) {
        return new RunInBulk(unitOfWork, projects, dataUnits, batches, runs, runInference, journal, identifiers, clock);
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
                retryPause);
    }
}
