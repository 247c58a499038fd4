package io.framewise.application.label;

import io.framewise.domain.label.LabelChange;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
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
                .collect(Collectors.toMap(lost -> "removed below " + lost.getKey(), lost -> counted(lost.getValue())));
    }

    /** Frames for people: how many, and the first of their ranges. */
    static String counted(FrameRanges frames) {
        return frames.count() + " frames: "
                + frames.ranges().stream()
                        .limit(MAX_RANGES)
                        .map(FrameRange::toString)
                        .collect(Collectors.joining(" "))
                + (frames.ranges().size() > MAX_RANGES ? " …" : "");
    }
}
