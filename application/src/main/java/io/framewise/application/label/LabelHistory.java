package io.framewise.application.label;

import io.framewise.application.Page;
import io.framewise.application.PageRequest;
import io.framewise.domain.Refusal;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.label.FrameChange;
import io.framewise.domain.label.RecordedChange;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.ontology.FeatureNodeHash;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What has changed of the labels of every data unit, change by change from 1. {@link Labels#apply} adds to it. */
public interface LabelHistory {

    /** The number of the newest change, 0 before the first: the version of the data unit's labels. */
    int version(DataUnitId dataUnit);

    /** What has changed on a frame, the newest first. */
    Page<FrameChange> ofFrame(DataUnitId dataUnit, int frame, PageRequest request);

    /** The newest change that was not taken back and takes none back. */
    Optional<RecordedChange> newestStanding(DataUnitId dataUnit);

    /** The frames on which a person has rejected a run's answer to an attribute, and nobody has taken that back. */
    FrameRanges rejected(DataUnitId dataUnit, InferenceRunId run, FeatureNodeHash attribute);

    /**
     * Checks that the labels of a locked data unit are those that somebody has seen.
     *
     * @param expected the version that was seen, null when any will do
     * @throws Refusal.Conflict with the code {@code labels-changed} when there is another one
     */
    default void checkVersion(DataUnitId dataUnit, @Nullable Integer expected) {
        if (expected != null && expected != version(dataUnit)) {
            throw new Refusal.Conflict(
                    "labels-changed", "The labels have changed since. Load them again and repeat the edit.");
        }
    }
}
