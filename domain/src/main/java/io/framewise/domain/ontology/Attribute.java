package io.framewise.domain.ontology;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A question that is asked of a frame as a whole. */
public sealed interface Attribute {

    FeatureNodeHash featureNodeHash();

    String title();

    /** Whether a frame without an answer counts as unfinished. */
    boolean required();

    /** Whether the question is no longer asked; what was answered stays. */
    boolean archived();

    /** The answers to choose from; none for text and numeric attributes. */
    default List<Option> options() {
        return List.of();
    }

    default Optional<Option> option(FeatureNodeHash hash) {
        return options().stream()
                .filter(option -> option.featureNodeHash().equals(hash))
                .findFirst();
    }

    /** Exactly one of its options is the answer; an option may own nested attributes. */
    record Radio(
            FeatureNodeHash featureNodeHash, String title, boolean required, boolean archived, List<Option> options)
            implements Attribute {
        public Radio {
            options = List.copyOf(options);
        }
    }

    /** Any number of its options are the answer; it ends the nesting. */
    record Checklist(
            FeatureNodeHash featureNodeHash, String title, boolean required, boolean archived, List<Option> options)
            implements Attribute {
        public Checklist {
            options = List.copyOf(options);
        }
    }

    /** A text is the answer; it ends the nesting. */
    record Text(FeatureNodeHash featureNodeHash, String title, boolean required, boolean archived)
            implements Attribute {}

    /**
     * A number is the answer; it ends the nesting.
     *
     * @param minimum smallest allowed answer, null for none
     * @param maximum largest allowed answer, null for none
     */
    record Numeric(
            FeatureNodeHash featureNodeHash,
            String title,
            boolean required,
            boolean archived,
            @Nullable Double minimum,
            @Nullable Double maximum)
            implements Attribute {}
}
