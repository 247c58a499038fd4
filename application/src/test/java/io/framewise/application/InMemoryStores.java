package io.framewise.application;

import io.framewise.application.audit.InMemoryAuditTrail;
import io.framewise.application.inference.InMemoryInferenceRuns;
import io.framewise.application.inference.InMemoryShardResults;
import io.framewise.application.inference.InMemoryShards;
import io.framewise.application.label.InMemoryLabelHistory;
import io.framewise.application.label.InMemoryLabels;
import io.framewise.application.media.InMemoryDataUnits;
import io.framewise.application.model.InMemoryAttachedModels;
import io.framewise.application.model.InMemoryModels;
import io.framewise.application.project.InMemoryProjects;

/** All stores in memory, under one transaction. */
public final class InMemoryStores {

    private InMemoryStores() {}

    public static Stores empty() {
        return empty(new InMemoryUnitOfWork());
    }

    public static Stores empty(InMemoryUnitOfWork unitOfWork) {
        InMemoryInferenceRuns runs = new InMemoryInferenceRuns(unitOfWork);
        InMemoryLabelHistory labelHistory = new InMemoryLabelHistory(unitOfWork);
        return new Stores(
                unitOfWork,
                new InMemoryProjects(unitOfWork),
                new InMemoryDataUnits(unitOfWork),
                new InMemoryModels(unitOfWork),
                new InMemoryAttachedModels(unitOfWork),
                runs,
                new InMemoryShards(unitOfWork),
                new InMemoryShardResults(unitOfWork, runs),
                new InMemoryLabels(unitOfWork, labelHistory),
                labelHistory,
                new InMemoryAuditTrail(unitOfWork));
    }
}
