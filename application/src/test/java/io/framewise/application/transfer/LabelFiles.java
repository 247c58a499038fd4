package io.framewise.application.transfer;

import io.framewise.domain.label.Label;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.ontology.Drafts;
import io.framewise.domain.project.Project;
import io.framewise.domain.transfer.LabelFile;
import io.framewise.domain.transfer.LabelFile.DataUnitDraft;
import io.framewise.domain.transfer.LabelFile.LabelDraft;
import io.framewise.domain.transfer.LabelFile.ProjectDraft;
import java.util.ArrayList;
import java.util.List;

/** Label files as exports make them. */
final class LabelFiles {

    private LabelFiles() {}

    static LabelFile of(ExportLabels.Export export) {
        List<DataUnitDraft> units = new ArrayList<>();
        export.dataUnits().forEach(unit -> units.add(draft(unit.dataUnit(), unit.labels())));
        return of(export.project(), units);
    }

    static LabelFile of(Project project, DataUnit dataUnit, Label... labels) {
        return of(project, List.of(draft(dataUnit, List.of(labels))));
    }

    static LabelFile of(Project project, List<DataUnitDraft> units) {
        return new LabelFile(
                LabelFile.FORMAT,
                new ProjectDraft(project.title()),
                Drafts.of(project.ontology()),
                new ArrayList<>(units));
    }

    static DataUnitDraft draft(DataUnit dataUnit, List<Label> labels) {
        return DataUnitDraft.of(
                dataUnit,
                labels.stream().map(label -> LabelDraft.of(label, "", null)).toList());
    }
}
