package io.framewise.domain.transfer;

import io.framewise.domain.Violation;
import io.framewise.domain.label.Answer;
import io.framewise.domain.ontology.Attribute;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.ontology.Option;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a label of a file answers, in the words of the project's ontology, or finds what is wrong with it. Archived
 * questions and options may be answered: what was answered stays.
 */
final class AnswerReader {

    private final OntologyMatch match;
    private final Findings findings;
    private final Map<FeatureNodeHash, Attribute> open = new HashMap<>();

    AnswerReader(OntologyMatch match, Findings findings) {
        this.match = match;
        this.findings = findings;
    }

    /** @return null when something was found */
    @Nullable
    Attribute attribute(@Nullable String hash, String path) {
        if (hash == null || !FeatureNodeHash.isWellFormed(hash)) {
            findings.add(path, "malformed-feature-node-hash", "A feature node hash has 8 characters of base64.");
            return null;
        }
        FeatureNodeHash wanted = new FeatureNodeHash(hash);
        Attribute found = match.attribute(wanted).orElse(null);
        if (found == null) {
            missing(wanted, path, "unknown-attribute", "The file's ontology has no attribute " + hash + ".");
        }
        return found;
    }

    /**
     * @param path JSON pointer to the label
     * @return null when something was found
     */
    @Nullable
    Answer answer(@Nullable Answer draft, Attribute attribute, String path) {
        if (draft == null) {
            findings.add(path + "/answer", "missing-field", "Say what the answer is.");
            return null;
        }
        Answer answer = translated(draft, path + "/answer");
        if (answer == null) {
            return null;
        }
        int before = findings.count();
        findings.check(path, () -> answer.checkAnswers(opened(attribute)));
        return findings.count() == before ? answer : null;
    }

    private @Nullable Answer translated(Answer draft, String path) {
        if (draft instanceof Answer.Radio radio) {
            List<FeatureNodeHash> one = options(List.of(radio.option()), path);
            return one.isEmpty() ? null : new Answer.Radio(one.get(0));
        }
        if (draft instanceof Answer.Checklist checklist) {
            List<FeatureNodeHash> all = options(checklist.options(), path);
            return all.size() < checklist.options().size() ? null : new Answer.Checklist(all);
        }
        return draft;
    }

    private List<FeatureNodeHash> options(Collection<FeatureNodeHash> ofFile, String path) {
        List<FeatureNodeHash> ours = new ArrayList<>();
        for (FeatureNodeHash option : ofFile) {
            match.option(option)
                    .ifPresentOrElse(
                            ours::add,
                            () -> missing(
                                    option,
                                    path,
                                    "unknown-option",
                                    "The file's ontology has no option " + option + "."));
        }
        return ours;
    }

    /** A node without a counterpart is told once, at its place in the file's ontology, however many labels have it. */
    private void missing(FeatureNodeHash node, String path, String code, String message) {
        Optional<Violation> known = match.missing(node);
        known.ifPresentOrElse(findings::addOnce, () -> findings.add(path, code, message));
    }

    private Attribute opened(Attribute attribute) {
        return open.computeIfAbsent(attribute.featureNodeHash(), any -> withNothingArchived(attribute));
    }

    private static Attribute withNothingArchived(Attribute attribute) {
        FeatureNodeHash hash = attribute.featureNodeHash();
        String title = attribute.title();
        boolean required = attribute.required();
        List<Option> options = attribute.options().stream()
                .map(option -> new Option(option.featureNodeHash(), option.title(), false, List.of()))
                .toList();
        if (attribute instanceof Attribute.Radio) {
            return new Attribute.Radio(hash, title, required, false, options);
        }
        if (attribute instanceof Attribute.Checklist) {
            return new Attribute.Checklist(hash, title, required, false, options);
        }
        return attribute instanceof Attribute.Numeric numeric
                ? new Attribute.Numeric(hash, title, required, false, numeric.minimum(), numeric.maximum())
                : new Attribute.Text(hash, title, required, false);
    }
}
