package io.framewise.domain.model;

import io.framewise.domain.Refusal;
import io.framewise.domain.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a manifest says, as far as there is one; each thing is valid in itself. */
public record ManifestFacts(
        Optional<String> title,
        Optional<Architecture> architecture,
        Optional<List<String>> features,
        Optional<Preprocessing> preprocessing,
        Optional<Activation> activation) {

    /** No manifest. */
    public static final ManifestFacts NONE =
            new ManifestFacts(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public ManifestFacts {
        features = features.map(List::copyOf);
    }

    /**
     * The whole of what file and manifest say.
     *
     * @param fileName gives the title when the manifest does not
     * @throws Refusal.Invalid when neither says something that is needed, or when they contradict each other; paths below
     *     {@code /manifest}
     */
    public ModelManifest with(NetworkFacts file, String fileName) {
        List<Violation> violations = new ArrayList<>();
        String format = file.format().value();
        Optional<Architecture> layout = one(
                "architecture",
                "the layout " + file.architecture().map(Architecture::value).orElse(""),
                architecture,
                file.architecture().filter(known -> known != Architecture.OTHER),
                violations);
        Optional<List<String>> names = one(
                "features",
                "the class names "
                        + file.features().map(f -> String.join(", ", f)).orElse(""),
                features,
                file.features(),
                violations);
        Optional<Preprocessing> input =
                one("inputSize", "another preprocessing", preprocessing, file.preprocessing(), violations);
        // Who sees a softmax in the file knows better than who wrote the manifest.
        Optional<Activation> outputs = file.activation().or(() -> activation);
        if (names.isEmpty()) {
            violations.add(missing("/manifest/features", format, "its class names (features)"));
        }
        if (input.isEmpty()) {
            violations.add(missing("/manifest/inputSize", format, "how images are resized (inputSize, resizeMethod)"));
        }
        Refusal.Invalid.when(violations);
        return new ModelManifest(
                title.orElse(titleOf(fileName)),
                layout.orElse(Architecture.OTHER),
                names.orElseThrow(),
                input.orElseThrow(),
                outputs.orElse(Activation.SOFTMAX));
    }

    private static <T> Optional<T> one(
            String field, String found, Optional<T> written, Optional<T> read, List<Violation> violations) {
        if (written.isPresent() && read.isPresent() && !written.equals(read)) {
            violations.add(new Violation(
                    "/manifest/" + field,
                    "differs-from-file",
                    "The file says something else: " + found + ". Leave this out of the manifest."));
        }
        return read.or(() -> written);
    }

    private static Violation missing(String path, String format, String what) {
        return new Violation(
                path,
                "missing-field",
                "A file of the format " + format + " does not tell " + what + "; the manifest has to.");
    }

    private static String titleOf(String fileName) {
        int dot = fileName.lastIndexOf('.');
        String name = (dot > 0 ? fileName.substring(0, dot) : fileName).strip();
        String title = name.isEmpty() ? "model" : name;
        return title.length() > 200 ? title.substring(0, 200) : title;
    }
}
