package io.framewise.domain.transfer;

import io.framewise.domain.label.Acceptance;
import io.framewise.domain.label.Answer;
import io.framewise.domain.label.Label;
import io.framewise.domain.label.LabelSource;
import io.framewise.domain.label.RunOrigin;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.Fraction;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.ontology.OntologyDraft;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Labels on their way from one project to another, as they stand in a file, not yet checked: anything may be missing. The
 * form is told in {@code docs/labels.md} and {@code docs/labels.schema.json}.
 *
 * @param format {@value #FORMAT}
 * @param ontology the tree whose hashes the labels use
 */
public record LabelFile(
        @Nullable Integer format,
        @Nullable ProjectDraft project,
        @Nullable OntologyDraft ontology,
        @Nullable List<@Nullable DataUnitDraft> dataUnits) {

    public static final int FORMAT = 1;

    /** @param title of the project that the labels come from */
    public record ProjectDraft(@Nullable String title) {}

    /**
     * @param contentHash tells which data unit of another project is the same
     * @param frameRate average frames per second
     */
    public record DataUnitDraft(
            @Nullable String title,
            @Nullable String contentHash,
            @Nullable Integer frameCount,
            @Nullable Fraction frameRate,
            @Nullable List<@Nullable LabelDraft> labels) {

        public static DataUnitDraft of(DataUnit dataUnit, List<LabelDraft> labels) {
            return new DataUnitDraft(
                    dataUnit.title(),
                    dataUnit.contentHash().sha256(),
                    dataUnit.frameCount(),
                    dataUnit.frameRate(),
                    List.copyOf(labels));
        }
    }

    /**
     * @param title of the attribute, for people
     * @param seconds when the frames are shown; of a video
     * @param confidences one a frame for a run's label, none for a person's
     * @param held of the frames of a run's label, those that were not classified themselves; none for none
     * @param smoothed of the frames of a run's label, those that took their neighbours' answer; none for none
     */
    public record LabelDraft(
            @Nullable String attribute,
            @Nullable String title,
            @Nullable RangeDraft frameRange,
            @Nullable Seconds seconds,
            @Nullable Answer answer,
            @Nullable SourceDraft source,
            float @Nullable [] confidences,
            @Nullable List<@Nullable RangeDraft> held,
            @Nullable List<@Nullable RangeDraft> smoothed) {

        public static LabelDraft of(Label label, String title, @Nullable Seconds seconds) {
            return new LabelDraft(
                    label.attribute().value(),
                    title,
                    RangeDraft.of(label.frames()),
                    seconds,
                    label.answer(),
                    SourceDraft.of(label),
                    label.byPerson() ? null : label.confidences().values(),
                    ranges(label.held()),
                    ranges(label.smoothed()));
        }

        private static @Nullable List<@Nullable RangeDraft> ranges(FrameRanges ranges) {
            return ranges.isEmpty()
                    ? null
                    : ranges.ranges().stream().map(RangeDraft::of).toList();
        }
    }

    public record RangeDraft(
            @Nullable Integer first, @Nullable Integer last) {

        static RangeDraft of(FrameRange range) {
            return new RangeDraft(range.first(), range.last());
        }
    }

    /**
     * @param type {@code person} or {@code run}; what is behind {@code actor} belongs to a run
     * @param actor name of the person
     * @param model title of the model
     * @param iteration number of the iteration
     * @param confidence the threshold that was asked for
     * @param reviewedBy name of the person who has accepted the run's answer, none while it is proposed
     * @param reviewedAt when that was, ISO 8601
     */
    public record SourceDraft(
            @Nullable String type,
            @Nullable String actor,
            @Nullable String run,
            @Nullable String model,
            @Nullable Integer iteration,
            @Nullable String weights,
            @Nullable Double confidence,
            @Nullable String reviewedBy,
            @Nullable String reviewedAt) {

        static SourceDraft of(Label label) {
            LabelSource source = label.source();
            if (source instanceof LabelSource.Person person) {
                return new SourceDraft("person", person.actor().name(), null, null, null, null, null, null, null);
            }
            if (source instanceof LabelSource.Imported imported) {
                Acceptance acceptance = imported.acceptance();
                RunOrigin origin = imported.origin();
                return new SourceDraft(
                        "run",
                        null,
                        origin.run().toString(),
                        origin.model(),
                        origin.iteration(),
                        origin.weights().sha256(),
                        origin.confidence(),
                        acceptance == null ? null : acceptance.reviewedBy().name(),
                        acceptance == null ? null : acceptance.reviewedAt().toString());
            }
            throw new IllegalArgumentException(
                    "A file names the origin of a run's label, not the run alone: " + source);
        }
    }
}
