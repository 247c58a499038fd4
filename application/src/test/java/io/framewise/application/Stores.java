package io.framewise.application;

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

/** Every port that takes part in one transaction, and the transaction. */
public record Stores(
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
        AuditTrail auditTrail) {}
