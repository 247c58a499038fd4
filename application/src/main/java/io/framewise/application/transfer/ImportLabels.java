package io.framewise.application.transfer;

import io.framewise.application.Identifiers;
import io.framewise.application.UnitOfWork;
import io.framewise.application.audit.Journal;
import io.framewise.application.label.Labels;
import io.framewise.application.media.DataUnits;
import io.framewise.application.project.Projects;
import io.framewise.domain.Refusal;
import io.framewise.domain.audit.Actor;
import io.framewise.domain.label.ChangeCause;
import io.framewise.domain.label.LabelChange;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.ontology.Ontology;
import io.framewise.domain.ontology.OntologyDraft;
import io.framewise.domain.project.Project;
import io.framewise.domain.project.ProjectId;
import io.framewise.domain.transfer.AddedLabels;
import io.framewise.domain.transfer.Findings;
import io.framewise.domain.transfer.LabelFile;
import io.framewise.domain.transfer.OntologyMatch;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Adds labels that were exported elsewhere to the data units of a project that have the same content. */
public final class ImportLabels {

    private final UnitOfWork unitOfWork;
    private final Projects projects;
    private final DataUnits dataUnits;
    private final Labels labels;
    private final Journal journal;
    private final Identifiers identifiers;

    public ImportLabels(
            UnitOfWork unitOfWork,
            Projects projects,
            DataUnits dataUnits,
            Labels labels,
            Journal journal,
            Identifiers identifiers) {
        this.unitOfWork = unitOfWork;
        this.projects = projects;
        this.dataUnits = dataUnits;
        this.labels = labels;
        this.journal = journal;
        this.identifiers = identifiers;
    }

    /**
     * What was imported.
     *
     * @param matchedByTitles whether a node of the file's ontology was found by its title, for want of its hash
     * @param dataUnits those that got labels, in the order of the file
     */
    public record LabelImport(boolean matchedByTitles, List<DataUnitImport> dataUnits) {

        public LabelImport {
            dataUnits = List.copyOf(dataUnits);
        }
    }

    /**
     * A data unit that got labels.
     *
     * @param byPersons labels of persons
     * @param byRuns labels of runs
     */
    public record DataUnitImport(DataUnitId dataUnitId, String title, int byPersons, int byRuns) {}

    /**
     * Adds every label of a file, or none, in one transaction. No answer that is there is replaced.
     *
     * @throws Refusal.Invalid with the violations: of the file's ontology, of its nodes and data units that have no
     *     counterpart and are needed, of labels that overlap, answer what was not asked, or are about frames that are not
     *     there
     * @throws Refusal.Conflict when a frame has an answer already ({@code already-answered}), or a parent question has
     *     not the answer that opens the attribute ({@code missing-parent-answer})
     */
    public LabelImport importLabels(Actor actor, ProjectId id, LabelFile file) {
        Ontology theirs = ontology(file);
        return unitOfWork.run(() -> {
            Project project = projects.get(id);
            OntologyMatch match = OntologyMatch.between(theirs, project.ontology());
            List<FilledDataUnit> filled = new FileReading(dataUnits, match).read(id, file);
            lock(filled);
            checkFits(project.ontology(), filled);
            ChangeCause cause = ChangeCause.by(actor, ChangeCause.Kind.IMPORTED, journal.now());
            filled.forEach(unit ->
                    labels.apply(unit.dataUnit().id(), new LabelChange(List.of(), unit.toStore(), Map.of()), cause));
            filled.forEach(unit ->
                    journal.write(actor, "label.imported", unit.dataUnit().id(), id, ImportRecord.details(unit, file)));
            return new LabelImport(
                    match.byTitles(),
                    filled.stream().map(FilledDataUnit::counted).toList());
        });
    }

    private Ontology ontology(LabelFile file) {
        Integer format = file.format();
        if (format == null || format != LabelFile.FORMAT) {
            throw new Refusal.Invalid(
                    "/format", "unknown-format", "Labels are imported in the format " + LabelFile.FORMAT + ".");
        }
        OntologyDraft draft = file.ontology();
        if (draft == null) {
            throw new Refusal.Invalid("/ontology", "missing-field", "Say what the labels' ontology is.");
        }
        try {
            return Ontology.drafted(draft, identifiers::featureNodeHash);
        } catch (Refusal.Invalid invalid) {
            Findings findings = new Findings();
            findings.check("/ontology", () -> {
                throw invalid;
            });
            throw new Refusal.Invalid(findings.violations());
        }
    }

    /** Always in the same order, so that two imports do not wait for each other. */
    private void lock(List<FilledDataUnit> filled) {
        filled.stream()
                .map(FilledDataUnit::dataUnit)
                .map(DataUnit::id)
                .sorted(Comparator.comparing(DataUnitId::value))
                .forEach(dataUnits::lock);
    }

    private void checkFits(Ontology ontology, List<FilledDataUnit> filled) {
        Findings findings = new Findings();
        for (FilledDataUnit unit : filled) {
            DataUnit dataUnit = unit.dataUnit();
            AddedLabels.check(
                    ontology,
                    labels.overlapping(dataUnit.id(), dataUnit.wholeRange(), Set.of()),
                    unit.labels(),
                    findings);
        }
        findings.refuseAsConflict("These labels do not go with the answers that are there.");
    }
}
