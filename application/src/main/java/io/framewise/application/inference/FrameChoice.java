package io.framewise.application.inference;

import io.framewise.application.label.Labels;
import io.framewise.application.project.Projects;
import io.framewise.domain.inference.RunRequest;
import io.framewise.domain.label.LabelSheet;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.ontology.Ontology;
import java.util.List;
import java.util.Set;

/** Says what is to be done with which frames, by the labels as they are (rules 2 and 4). */
final class FrameChoice {

    private final Projects projects;
    private final Labels labels;

    FrameChoice(Projects projects, Labels labels) {
        this.projects = projects;
        this.labels = labels;
    }

    /**
     * @param kept a person's answer is there
     * @param gatedOut the gate is closed
     * @param eligible may be classified
     * @param sampled of the eligible ones, those that are to be classified
     */
    record Frames(FrameRanges eligible, FrameRanges kept, FrameRanges gatedOut, FrameRanges sampled) {

        static final Frames NONE = new Frames(FrameRanges.NONE, FrameRanges.NONE, FrameRanges.NONE, FrameRanges.NONE);

        /** Eligible frames that hold the answer of the sampled frame before them. */
        FrameRanges held() {
            return eligible.minus(sampled);
        }
    }

    /** @param ranges not empty */
    Frames of(RunRequest request, List<FrameRange> ranges) {
        FrameRanges wanted = FrameRanges.ofAll(ranges);
        List<FrameRange> sorted = wanted.ranges();
        FrameRange range = new FrameRange(
                sorted.get(0).first(), sorted.get(sorted.size() - 1).last());
        Ontology ontology = projects.ontology(request.projectId(), request.ontologyRevision());
        LabelSheet sheet = LabelSheet.of(ontology, labels.overlapping(request.dataUnitId(), range, Set.of()));
        FrameRanges kept = wanted.intersect(sheet.heldByPersons(request.attribute()));
        FrameRanges rest = wanted.minus(kept);
        FrameRanges eligible = sheet.open(ontology.gate(request.attribute()), rest);
        return new Frames(
                eligible, kept, rest.minus(eligible), request.stride().sampled(request.frameRange(), eligible));
    }
}
