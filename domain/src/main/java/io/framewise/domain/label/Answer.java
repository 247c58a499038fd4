package io.framewise.domain.label;

import io.framewise.domain.Refusal;
import io.framewise.domain.ontology.Attribute;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.ontology.Option;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What is answered to an attribute; its kind is the attribute's. */
public sealed interface Answer {

    int MAX_TEXT = 10_000;

    record Radio(FeatureNodeHash option) implements Answer {}

    /** @param options sorted; may be empty: none of them */
    record Checklist(Collection<FeatureNodeHash> options) implements Answer {
        public Checklist {
            options = List.copyOf(new TreeSet<>(options));
        }
    }

    record Text(String text) implements Answer {}

    record Numeric(double number) implements Answer {}

    /**
     * Checks that this answers an attribute.
     *
     * @throws Refusal.Invalid at {@code /answer} when it is of another kind, names an option that the attribute does not
     *     have or that is archived, or is out of bounds
     */
    default void checkAnswers(Attribute attribute) {
        if (attribute.archived()) {
            throw invalid("archived-attribute", "\"" + attribute.title() + "\" is archived.");
        }
        if (this instanceof Radio radio && attribute instanceof Attribute.Radio) {
            checkOptions(attribute, Set.of(radio.option()));
        } else if (this instanceof Checklist checklist && attribute instanceof Attribute.Checklist) {
            checkOptions(attribute, checklist.options());
        } else if (this instanceof Text text && attribute instanceof Attribute.Text) {
            if (text.text().isBlank() || text.text().length() > MAX_TEXT) {
                throw invalid("text-length", "A text has 1 to " + MAX_TEXT + " characters.");
            }
        } else if (this instanceof Numeric numeric && attribute instanceof Attribute.Numeric bounds) {
            checkBounds(numeric.number(), bounds);
        } else {
            throw invalid(
                    "answer-kind",
                    "\"" + attribute.title() + "\" is a " + kind(attribute.getClass()) + " attribute; the answer is a "
                            + kind(getClass()) + " one.");
        }
    }

    private static void checkOptions(Attribute attribute, Collection<FeatureNodeHash> options) {
        for (FeatureNodeHash hash : options) {
            Option option = attribute
                    .option(hash)
                    .orElseThrow(() ->
                            invalid("unknown-option", "\"" + attribute.title() + "\" has no option " + hash + "."));
            if (option.archived()) {
                throw invalid("archived-option", "\"" + option.title() + "\" is archived.");
            }
        }
    }

    private static void checkBounds(double number, Attribute.Numeric bounds) {
        Double minimum = bounds.minimum();
        Double maximum = bounds.maximum();
        if (!Double.isFinite(number) || minimum != null && number < minimum || maximum != null && number > maximum) {
            throw invalid(
                    "number-out-of-bounds",
                    "\"" + bounds.title() + "\" takes numbers"
                            + (minimum == null ? "" : " from " + minimum)
                            + (maximum == null ? "" : " up to " + maximum) + ".");
        }
    }

    private static String kind(Class<?> type) {
        return type.getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }

    private static Refusal.Invalid invalid(String code, String message) {
        return new Refusal.Invalid("/answer", code, message);
    }
}
