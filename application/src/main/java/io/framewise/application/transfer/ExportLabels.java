package io.framewise.application.transfer;

import io.framewise.application.Page;
import io.framewise.application.PageRequest;
import io.framewise.application.UnitOfWork;
import io.framewise.application.inference.InferenceRuns;
import io.framewise.application.label.Labels;
import io.framewise.application.media.DataUnits;
import io.framewise.application.model.Models;
import io.framewise.application.project.Projects;
import io.framewise.domain.Refusal;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.label.Label;
import io.framewise.domain.label.LabelSheet;
import io.framewise.domain.label.LabelSource;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.project.Project;
import io.framewise.domain.project.ProjectId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the labels of a project or of one data unit, to be carried elsewhere. */
public final class ExportLabels {

    private static final int PAGE = 100;

    private final UnitOfWork unitOfWork;
    private final Projects projects;
    private final DataUnits dataUnits;
    private final Labels labels;
    private final InferenceRuns runs;
    private final Models models;

    public ExportLabels(
            UnitOfWork unitOfWork,
            Projects projects,
            DataUnits dataUnits,
            Labels labels,
            InferenceRuns runs,
            Models models) {
        this.unitOfWork = unitOfWork;
        this.projects = projects;
        this.dataUnits = dataUnits;
        this.labels = labels;
        this.runs = runs;
        this.models = models;
    }

    /**
     * What is exported.
     *
     * @param title of the project or the data unit that was asked for
     * @param project with its ontology as it is now; labels of nodes that are added later are left out
     * @param dataUnits the newest first; read one by one while they are walked through, each in a transaction of its own,
     *     so that no more than one is in memory
     */
    public record Export(String title, Project project, Iterable<LabelledDataUnit> dataUnits) {}

    /** @throws io.framewise.domain.Refusal.NotFound when there is no such project */
    public Export ofProject(ProjectId id) {
        Project project = unitOfWork.run(() -> projects.get(id));
        return new Export(project.title(), project, () -> new Walk(project));
    }

    /** @throws io.framewise.domain.Refusal.NotFound when there is no such data unit */
    public Export ofDataUnit(DataUnitId id) {
        return ofDataUnit(id, label -> true);
    }

    /**
     * Labels that a run has made and that are still there.
     *
     * @throws io.framewise.domain.Refusal.NotFound when there is no such data unit, or no such run on it
     */
    public Export ofRun(DataUnitId id, InferenceRunId run) {
        if (!unitOfWork.run(() -> runs.get(run).request().dataUnitId()).equals(id)) {
            throw new Refusal.NotFound("inference run", run);
        }
        return ofDataUnit(
                id,
                label -> label.source() instanceof LabelSource.Run made
                        && made.inferenceRun().equals(run.value()));
    }

    private Export ofDataUnit(DataUnitId id, Predicate<Label> wanted) {
        return unitOfWork.run(() -> {
            DataUnit dataUnit = dataUnits.get(id);
            Project project = projects.get(dataUnit.projectId());
            LabelledDataUnit labelled = labelled(dataUnit, project, new Origins(runs, models), wanted);
            return new Export(dataUnit.title(), project, List.of(labelled));
        });
    }

    private LabelledDataUnit labelled(DataUnit dataUnit, Project project, Origins origins, Predicate<Label> wanted) {
        List<Label> all = labels.overlapping(dataUnit.id(), dataUnit.wholeRange(), Set.of());
        LabelSheet sheet = LabelSheet.of(project.ontology(), all);
        List<Label> named = project.ontology()
                .attributes()
                .flatMap(attribute -> sheet.joined(attribute.featureNodeHash()).stream())
                .filter(wanted)
                .map(origins::named)
                .toList();
        return new LabelledDataUnit(dataUnit, dataUnits.frames(dataUnit.id()), named);
    }

    /** Goes through the data units of a project, page by page. */
    private final class Walk implements Iterator<LabelledDataUnit> {

        private final Project project;
        private final Origins origins = new Origins(runs, models);
        private final Deque<DataUnit> read = new ArrayDeque<>();
        private @Nullable String token;
        private boolean atTheEnd;

        Walk(Project project) {
            this.project = project;
        }

        @Override
        public boolean hasNext() {
            if (read.isEmpty() && !atTheEnd) {
                Page<DataUnit> page = unitOfWork.run(() -> dataUnits.page(project.id(), new PageRequest(PAGE, token)));
                read.addAll(page.items());
                token = page.nextPageToken();
                atTheEnd = token == null;
            }
            return !read.isEmpty();
        }

        @Override
        public LabelledDataUnit next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            DataUnit dataUnit = read.removeFirst();
            return unitOfWork.run(() -> labelled(dataUnit, project, origins, label -> true));
        }
    }
}
