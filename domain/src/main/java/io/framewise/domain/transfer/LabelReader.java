package io.framewise.domain.transfer;

import io.framewise.domain.label.Answer;
import io.framewise.domain.label.Confidences;
import io.framewise.domain.label.Label;
import io.framewise.domain.label.LabelSource;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.ontology.Attribute;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.transfer.LabelFile.LabelDraft;
import io.framewise.domain.transfer.LabelFile.RangeDraft;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes labels for a data unit of those that a file has for it, or finds everything that is wrong with them. */
public final class LabelReader {

    private final AnswerReader answers;
    private final SourceReader sources;
    private final Findings findings;

    public LabelReader(OntologyMatch match, Findings findings) {
        this.answers = new AnswerReader(match, findings);
        this.sources = new SourceReader(findings);
        this.findings = findings;
    }

    /**
     * @param path JSON pointer to the list
     * @return by attribute, each in frame order; those with which something is wrong are not among them
     */
    public Map<FeatureNodeHash, List<PlacedLabel>> read(
            List<@Nullable LabelDraft> drafts, DataUnit dataUnit, String path) {
        Map<FeatureNodeHash, List<PlacedLabel>> labels = new TreeMap<>();
        for (int i = 0; i < drafts.size(); i++) {
            String place = path + "/" + i;
            LabelDraft draft = drafts.get(i);
            if (draft == null) {
                findings.add(place, "missing-label", "A label is an object.");
                continue;
            }
            Label label = label(draft, dataUnit, place);
            if (label != null) {
                labels.computeIfAbsent(label.attribute(), any -> new ArrayList<>())
                        .add(new PlacedLabel(place, label));
            }
        }
        labels.values().forEach(this::checkApart);
        return labels;
    }

    private @Nullable Label label(LabelDraft draft, DataUnit dataUnit, String path) {
        Attribute attribute = answers.attribute(draft.attribute(), path + "/attribute");
        Answer answer = attribute == null ? null : answers.answer(draft.answer(), attribute, path);
        FrameRange frames = frames(draft.frameRange(), dataUnit, path + "/frameRange");
        LabelSource source = sources.source(draft.source(), path + "/source");
        Confidences confidences =
                source == null || frames == null ? null : sources.confidences(draft, source, frames, path);
        return attribute == null || answer == null || frames == null || source == null || confidences == null
                ? null
                : new Label(attribute.featureNodeHash(), frames, answer, source, confidences);
    }

    private @Nullable FrameRange frames(@Nullable RangeDraft draft, DataUnit dataUnit, String path) {
        Integer first = draft == null ? null : draft.first();
        Integer last = draft == null ? null : draft.last();
        if (first == null || last == null) {
            findings.add(path, "missing-field", "Say which are the first and the last frame.");
            return null;
        }
        if (first < 0 || last < first || last >= dataUnit.frameCount()) {
            findings.add(
                    path,
                    "frame-out-of-range",
                    "\"" + dataUnit.title() + "\" has the frames 0 to " + (dataUnit.frameCount() - 1) + "; " + first
                            + " to " + last + " is no range of them.");
            return null;
        }
        return new FrameRange(first, last);
    }

    private void checkApart(List<PlacedLabel> lane) {
        lane.sort(Comparator.comparing(placed -> placed.label().frames()));
        int end = -1;
        for (PlacedLabel placed : lane) {
            FrameRange frames = placed.label().frames();
            if (frames.first() <= end) {
                findings.add(
                        placed.path() + "/frameRange",
                        "labels-overlap",
                        "The file answers the same question on frame " + frames.first() + " twice.");
            }
            end = Math.max(end, frames.last());
        }
    }
}
