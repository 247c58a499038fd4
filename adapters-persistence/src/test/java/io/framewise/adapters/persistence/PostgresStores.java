package io.framewise.adapters.persistence;

import io.framewise.application.Stores;
import io.framewise.application.UnitOfWork;
import io.framewise.application.audit.AuditTrail;
import io.framewise.application.inference.InferenceRuns;
import io.framewise.application.inference.ShardResults;
import io.framewise.application.inference.Shards;
import io.framewise.application.label.LabelHistory;
import io.framewise.application.label.Labels;
import io.framewise.application.media.DataUnits;
import io.framewise.application.model.AttachedModels;
import io.framewise.application.model.Models;
import io.framewise.application.project.Projects;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Gives tests all stores of this module together. */
@Dependent
class PostgresStores {

    @Produces
    @Singleton
    Stores stores(
            UnitOfWork unitOfWork,
            Projects projects,
            DataUnits dataUnits,
            Models models,
            AttachedModels attachedModels,
            InferenceRuns runs,
            Shards shards,
            ShardResults shardResults,
            Labels labels,
            LabelHistory labelHistory,
            AuditTrail auditTrail) {
        return new Stores(
                unitOfWork,
                projects,
                dataUnits,
                models,
                attachedModels,
                runs,
                shards,
                shardResults,
                labels,
                labelHistory,
                auditTrail);
    }
}
