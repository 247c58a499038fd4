package io.framewise.domain.model;

import io.framewise.domain.Refusal;
import io.framewise.domain.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A manifest as somebody wrote it down, not yet checked.
 *
 * @param resizeMethod {@code crop}, {@code squish} or {@code pad}
 * @param padMode {@code zeros} (the default), {@code border} or {@code reflection}
 * @param normalisation null for none
 * @param activation {@code softmax} (the default) or {@code none}
 */
public record ManifestDraft(
        @Nullable String title,
        @Nullable String architecture,
        @Nullable List<@Nullable String> features,
        @Nullable InputSize inputSize,
        @Nullable String resizeMethod,
        @Nullable String padMode,
        @Nullable NormalisationDraft normalisation,
        @Nullable String activation) {

    private static final int MAX_FEATURES = 10_000;
    private static final int MAX_NAME = 200;

    /** Sides of the network's input, px. */
    public record InputSize(
            @Nullable Integer width, @Nullable Integer height) {}

    public record NormalisationDraft(
            @Nullable List<@Nullable Double> mean, @Nullable List<@Nullable Double> std) {}

    /**
     * Checks what is there; a file may tell the rest.
     *
     * @throws Refusal.Invalid with every violation, paths below {@code /manifest}
     */
    public ManifestFacts check() {
        List<Violation> violations = new ArrayList<>();
        Optional<String> name = title == null ? Optional.empty() : Optional.of(checkTitle(violations));
        Optional<Architecture> known =
                architecture == null ? Optional.empty() : Optional.ofNullable(checkArchitecture(violations));
        Optional<List<String>> names = features == null ? Optional.empty() : Optional.of(checkFeatures(violations));
        Optional<Preprocessing> input = Optional.empty();
        if (inputSize != null || resizeMethod != null || padMode != null || normalisation != null) {
            int width = checkSide(violations, "width", inputSize == null ? null : inputSize.width());
            int height = checkSide(violations, "height", inputSize == null ? null : inputSize.height());
            Preprocessing.Resize resize =
                    choice(violations, "/resizeMethod", resizeMethod, Preprocessing.Resize.class, null);
            Preprocessing.Padding padding =
                    choice(violations, "/padMode", padMode, Preprocessing.Padding.class, Preprocessing.Padding.ZEROS);
            Preprocessing.Normalisation normalising = checkNormalisation(violations);
            if (violations.isEmpty() && resize != null && padding != null) {
                input = Optional.of(new Preprocessing(width, height, resize, padding, null, normalising));
            }
        }
        Optional<Activation> outputs = activation == null
                ? Optional.empty()
                : Optional.ofNullable(choice(violations, "/activation", activation, Activation.class, null));
        Refusal.Invalid.when(violations);
        return new ManifestFacts(name, known, names, input, outputs);
    }

    private String checkTitle(List<Violation> violations) {
        String name = title == null ? "" : title.strip();
        if (name.isEmpty() || name.length() > MAX_NAME) {
            violations.add(violation("/title", "title-length", "A model's title has 1 to 200 characters."));
        }
        return name;
    }

    private @Nullable Architecture checkArchitecture(List<Violation> violations) {
        Architecture known =
                Architecture.named(architecture == null ? "" : architecture).orElse(null);
        if (known == null) {
            List<String> names = java.util.Arrays.stream(Architecture.values())
                    .map(Architecture::value)
                    .toList();
            violations.add(violation(
                    "/architecture",
                    "unknown-architecture",
                    "An architecture is one of " + String.join(", ", names) + "."));
        }
        return known;
    }

    private List<String> checkFeatures(List<Violation> violations) {
        List<@Nullable String> given = features == null ? List.of() : features;
        if (given.size() < 2 || given.size() > MAX_FEATURES) {
            violations.add(violation(
                    "/features", "feature-count", "A classification model has 2 to " + MAX_FEATURES + " features."));
        }
        List<String> names = new ArrayList<>();
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < given.size(); i++) {
            String name = given.get(i) == null ? "" : given.get(i);
            if (name.isBlank() || name.length() > MAX_NAME) {
                violations.add(
                        violation("/features/" + i, "feature-name", "A feature's name has 1 to 200 characters."));
            } else if (places.putIfAbsent(name, i) != null) {
                violations.add(violation(
                        "/features/" + i, "duplicate-feature", "The feature \"" + name + "\" stands there twice."));
            }
            names.add(name);
        }
        return names;
    }

    private static int checkSide(List<Violation> violations, String side, @Nullable Integer px) {
        if (px == null || px < 1 || px > Preprocessing.MAX_SIDE) {
            violations.add(violation(
                    "/inputSize/" + side,
                    "input-size",
                    "The input's " + side + " is 1 to " + Preprocessing.MAX_SIDE + " px."));
            return 1;
        }
        return px;
    }

    private Preprocessing.@Nullable Normalisation checkNormalisation(List<Violation> violations) {
        if (normalisation == null) {
            return null;
        }
        List<Float> mean = channels(normalisation.mean());
        List<Float> std = channels(normalisation.std());
        if (mean.size() != 3) {
            violations.add(violation("/normalisation/mean", "channel-count", "There are 3 means: red, green, blue."));
        }
        if (std.size() != 3 || std.stream().anyMatch(s -> !(s > 0))) {
            violations.add(violation(
                    "/normalisation/std", "channel-count", "There are 3 deviations above 0: red, green, blue."));
        }
        return violations.isEmpty() ? new Preprocessing.Normalisation(mean, std) : null;
    }

    /** @return empty when one of them is no number */
    private static List<Float> channels(@Nullable List<@Nullable Double> values) {
        List<Float> channels = new ArrayList<>();
        for (Double value : values == null ? List.<@Nullable Double>of() : values) {
            if (value == null || !Float.isFinite(value.floatValue())) {
                return List.of();
            }
            channels.add(value.floatValue());
        }
        return channels;
    }

    private static <E extends Enum<E>> @Nullable E choice(
            List<Violation> violations, String path, @Nullable String value, Class<E> type, @Nullable E standard) {
        if (value == null && standard != null) {
            return standard;
        }
        List<String> names = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            String name = constant.name().toLowerCase(Locale.ROOT);
            if (name.equals(value)) {
                return constant;
            }
            names.add(name);
        }
        violations.add(violation(path, "unknown-choice", "One of " + String.join(", ", names) + " is expected."));
        return null;
    }

    private static Violation violation(String path, String code, String message) {
        return new Violation("/manifest" + path, code, message);
    }
}
