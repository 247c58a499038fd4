package io.framewise.application.transfer;

import io.framewise.domain.label.Label;
import io.framewise.domain.label.LabelSource;
import io.framewise.domain.label.RunOrigin;
import io.framewise.domain.transfer.LabelFile;
import io.framewise.domain.transfer.LabelFile.ProjectDraft;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What an audit entry says of an import: how many labels, in whose name, and where they are said to come from. */
final class ImportRecord {

    private static final int MOST_NAMES = 20;
    private static final int MOST_CHARACTERS = 200;

    private ImportRecord() {}

    static Map<String, String> details(FilledDataUnit unit, LabelFile file) {
        ImportLabels.DataUnitImport counted = unit.counted();
        ProjectDraft project = file.project();
        String title = project == null || project.title() == null ? "" : project.title();
        return Map.of(
                "dataUnit", unit.dataUnit().id().toString(),
                "byPersons", Integer.toString(counted.byPersons()),
                "byRuns", Integer.toString(counted.byRuns()),
                "persons or runs", sources(unit),
                "from project", title.substring(0, Math.min(MOST_CHARACTERS, title.length())));
    }

    private static String sources(FilledDataUnit unit) {
        List<String> names = unit.all()
                .map(Label::source)
                .distinct()
                .limit(MOST_NAMES + 1L)
                .map(ImportRecord::name)
                .toList();
        return names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
                + (names.size() > MOST_NAMES ? ", …" : "");
    }

    private static String name(LabelSource source) {
        if (source instanceof LabelSource.Imported imported) {
            RunOrigin origin = imported.origin();
            return "run " + origin.run() + " of \"" + origin.model() + "\", iteration " + origin.iteration();
        }
        return source instanceof LabelSource.Person person
                ? "person \"" + person.actor().name() + "\""
                : source.toString();
    }
}
