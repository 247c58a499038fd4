package io.framewise.domain.transfer;

import io.framewise.domain.audit.Actor;
import io.framewise.domain.label.Acceptance;
import io.framewise.domain.label.Confidences;
import io.framewise.domain.label.LabelSource;
import io.framewise.domain.label.RunOrigin;
import io.framewise.domain.media.ContentHash;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.transfer.LabelFile.LabelDraft;
import io.framewise.domain.transfer.LabelFile.RangeDraft;
import io.framewise.domain.transfer.LabelFile.SourceDraft;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads who made a label, and how surely, or finds what is wrong with it. */
final class SourceReader {

    private static final Pattern RUN = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final int MAX_NAME = 200;

    private final Findings findings;

    SourceReader(Findings findings) {
        this.findings = findings;
    }

    /** @return null when something was found */
    @Nullable
    LabelSource source(@Nullable SourceDraft draft, String path) {
        String type = draft == null ? null : draft.type();
        if (draft == null || type == null) {
            findings.add(path, "missing-field", "Say who made the label.");
            return null;
        }
        return switch (type) {
            case "person" -> person(draft.actor(), path);
            case "run" -> run(draft, path);
            default -> {
                findings.add(path + "/type", "unknown-type", "A label is made by a person or a run.");
                yield null;
            }
        };
    }

    /** @return null when something was found */
    @Nullable
    Confidences confidences(LabelDraft draft, LabelSource source, FrameRange frames, String path) {
        float[] values = draft.confidences();
        int expected = source instanceof LabelSource.Person ? 0 : frames.count();
        int count = values == null ? 0 : values.length;
        if (count != expected) {
            findings.add(
                    path + "/confidences",
                    "confidence-count",
                    "A run's label has a confidence for each frame, a person's has none: " + expected + ", not " + count
                            + ".");
            return null;
        }
        for (int i = 0; values != null && i < count; i++) {
            if (!RunOrigin.isConfidence(values[i])) {
                findings.add(
                        path + "/confidences/" + i, "confidence-out-of-range", "A confidence is a number from 0 to 1.");
                return null;
            }
        }
        BitSet held = marked(draft.held(), source, frames, path + "/held");
        BitSet smoothed = marked(draft.smoothed(), source, frames, path + "/smoothed");
        if (held == null || smoothed == null) {
            return null;
        }
        return values == null ? Confidences.NONE : Confidences.of(values, held, smoothed);
    }

    private @Nullable BitSet marked(
            @Nullable List<@Nullable RangeDraft> drafts, LabelSource source, FrameRange frames, String path) {
        BitSet marked = new BitSet();
        for (int i = 0; drafts != null && i < drafts.size(); i++) {
            RangeDraft draft = drafts.get(i);
            Integer first = draft == null ? null : draft.first();
            Integer last = draft == null ? null : draft.last();
            if (first == null || last == null || source instanceof LabelSource.Person) {
                findings.add(path + "/" + i, "invalid-value", "Frames of a run's label are marked, in ranges.");
                return null;
            }
            if (first < frames.first() || last < first || last > frames.last()) {
                findings.add(
                        path + "/" + i,
                        "frame-out-of-range",
                        first + " to " + last + " is no range of the label's frames, " + frames + ".");
                return null;
            }
            marked.set(first - frames.first(), last - frames.first() + 1);
        }
        return marked;
    }

    private @Nullable LabelSource person(@Nullable String actor, String path) {
        if (actor == null || actor.isBlank() || actor.length() > MAX_NAME) {
            findings.add(path + "/actor", "actor-name", "A person's name has 1 to " + MAX_NAME + " characters.");
            return null;
        }
        return new LabelSource.Person(new Actor(actor));
    }

    private @Nullable LabelSource run(SourceDraft draft, String path) {
        String run = draft.run();
        String model = draft.model();
        Integer iteration = draft.iteration();
        String weights = draft.weights();
        Double confidence = draft.confidence();
        if (run == null || !RUN.matcher(run).matches()) {
            findings.add(path + "/run", "invalid-value", "A run has an id (a UUID).");
            run = null;
        }
        if (model == null || !RunOrigin.isTitle(model)) {
            findings.add(path + "/model", "title-length", "A model's title has 1 to 200 characters.");
            model = null;
        }
        if (iteration == null || iteration < 1) {
            findings.add(path + "/iteration", "invalid-value", "Iterations are numbered from 1.");
            iteration = null;
        }
        if (weights == null || !DataUnitMatch.isContentHash(weights)) {
            findings.add(path + "/weights", "not-a-content-hash", DataUnitMatch.CONTENT_HASH);
            weights = null;
        }
        if (confidence == null || !RunOrigin.isConfidence(confidence)) {
            findings.add(path + "/confidence", "confidence-out-of-range", "A confidence is a number from 0 to 1.");
            confidence = null;
        }
        Acceptance acceptance = acceptance(draft, path);
        return run == null || model == null || iteration == null || weights == null || confidence == null
                ? null
                : new LabelSource.Imported(
                        new RunOrigin(UUID.fromString(run), model, iteration, new ContentHash(weights), confidence),
                        acceptance);
    }

    private @Nullable Acceptance acceptance(SourceDraft draft, String path) {
        String by = draft.reviewedBy();
        String at = draft.reviewedAt();
        if (by == null && at == null) {
            return null;
        }
        if (by == null || by.isBlank() || by.length() > MAX_NAME) {
            findings.add(path + "/reviewedBy", "actor-name", "A person's name has 1 to " + MAX_NAME + " characters.");
            return null;
        }
        try {
            return new Acceptance(new Actor(by), Instant.parse(String.valueOf(at)));
        } catch (DateTimeParseException e) {
            findings.add(path + "/reviewedAt", "invalid-value", "A time is written as 2026-03-02T09:30:00Z.");
            return null;
        }
    }
}
