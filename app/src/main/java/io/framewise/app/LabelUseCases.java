package io.framewise.app;

import io.framewise.application.Identifiers;
import io.framewise.application.UnitOfWork;
import io.framewise.application.audit.Journal;
import io.framewise.application.inference.InferenceRuns;
import io.framewise.application.label.LabelFrames;
import io.framewise.application.label.LabelHistory;
import io.framewise.application.label.Labels;
import io.framewise.application.label.ReadLabelHistory;
import io.framewise.application.label.ReviewLabels;
import io.framewise.application.label.UndoLabelChanges;
import io.framewise.application.media.DataUnits;
import io.framewise.application.model.Models;
import io.framewise.application.project.Projects;
import io.framewise.application.transfer.ExportLabels;
import io.framewise.application.transfer.ImportLabels;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the use cases of labels out of the ports' adapters. */
@Dependent
final class LabelUseCases {
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
}
