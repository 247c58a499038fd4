package io.framewise.application.label;

import io.framewise.domain.label.LabelChange;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.ontology.FeatureNodeHash;
import java.util.Map;
import java.util.stream.Collectors;

/** Says in an audit entry which nested answers went because a parent's answer changed. */
public final class LostAnswers {

    private static final int MAX_RANGES = 20;

    private LostAnswers() {}

    /** @param edited the attribute that was changed itself, which is not counted as lost below it */
    public static Map<String, String> details(LabelChange change, FeatureNodeHash edited) {
        return change.lost().entrySet().stream()
                .filter(lost -> !lost.getKey().equals(edited))
                .collect(Collectors.toMap(
                        lost -> "removed below " + lost.getKey(),
                        lost -> lost.getValue().count() + " frames: "
                                + lost.getValue().ranges().stream()
                                        .limit(MAX_RANGES)
                                        .map(FrameRange::toString)
                                        .collect(Collectors.joining(" "))
                                + (lost.getValue().ranges().size() > MAX_RANGES ? " …" : "")));
    }
}
