package io.framewise.app;

import io.framewise.application.Identifiers;
import io.framewise.application.UnitOfWork;
import io.framewise.application.audit.AuditTrail;
import io.framewise.application.audit.Journal;
import io.framewise.application.audit.ReadAuditTrail;
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
import io.framewise.application.webhook.AnnouncedAuditTrail;
import io.framewise.application.webhook.WebhookDeliveries;
import io.framewise.application.webhook.Webhooks;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Makes the other use cases out of the ports' adapters, and what they share. */
@Dependent
final class UseCases {
    @Produces
    @Singleton
    Identifiers identifiers() {
        return new RandomIdentifiers();
    }

    @Produces
    @Singleton
    Journal journal(
            AuditTrail auditTrail,
            Webhooks webhooks,
            WebhookDeliveries deliveries,
            Identifiers identifiers,
            InstantSource clock) {
        return new Journal(new AnnouncedAuditTrail(auditTrail, webhooks, deliveries, identifiers), clock);
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
}
