package io.framewise.application.transfer;

import io.framewise.application.media.DataUnits;
import io.framewise.domain.Refusal;
import io.framewise.domain.media.ContentHash;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.project.ProjectId;
import io.framewise.domain.transfer.DataUnitMatch;
import io.framewise.domain.transfer.Findings;
import io.framewise.domain.transfer.LabelFile;
import io.framewise.domain.transfer.LabelFile.DataUnitDraft;
import io.framewise.domain.transfer.LabelFile.LabelDraft;
import io.framewise.domain.transfer.LabelReader;
import io.framewise.domain.transfer.OntologyMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the data units of a file that have labels, for the data units of a project. */
final class FileReading {

    private static final int MOST_DATA_UNITS = 10_000;

    private final DataUnits dataUnits;
    private final OntologyMatch match;
    private final Findings findings = new Findings();

    FileReading(DataUnits dataUnits, OntologyMatch match) {
        this.dataUnits = dataUnits;
        this.match = match;
    }

    /** @throws Refusal.Invalid with what is wrong with the file, seen from the project */
    List<FilledDataUnit> read(ProjectId project, LabelFile file) {
        List<@Nullable DataUnitDraft> drafts = file.dataUnits();
        if (drafts == null) {
            throw new Refusal.Invalid("/dataUnits", "missing-field", "Say whose labels they are.");
        }
        if (drafts.size() > MOST_DATA_UNITS) {
            throw new Refusal.Invalid(
                    "/dataUnits", "too-many-data-units", "A file has at most " + MOST_DATA_UNITS + " data units.");
        }
        DataUnitMatch units = new DataUnitMatch(dataUnits.withContent(project, contents(drafts)), findings);
        LabelReader reader = new LabelReader(match, findings);
        List<FilledDataUnit> filled = new ArrayList<>();
        for (int i = 0; i < drafts.size(); i++) {
            String path = "/dataUnits/" + i;
            DataUnitDraft draft = drafts.get(i);
            if (draft == null) {
                findings.add(path, "missing-data-unit", "A data unit is an object.");
                continue;
            }
            List<@Nullable LabelDraft> labels = draft.labels();
            DataUnit dataUnit = labels == null || labels.isEmpty() ? null : units.find(draft, path);
            if (labels != null && dataUnit != null) {
                filled.add(new FilledDataUnit(dataUnit, reader.read(labels, dataUnit, path + "/labels")));
            }
        }
        findings.refuse();
        return filled;
    }

    private static Set<ContentHash> contents(List<@Nullable DataUnitDraft> drafts) {
        return drafts.stream()
                .filter(Objects::nonNull)
                .map(DataUnitDraft::contentHash)
                .filter(DataUnitMatch::isContentHash)
                .map(ContentHash::new)
                .collect(Collectors.toSet());
    }
}
