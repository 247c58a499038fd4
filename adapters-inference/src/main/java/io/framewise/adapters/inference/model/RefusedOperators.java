package io.framewise.adapters.inference.model;

import io.framewise.domain.Refusal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A network has no business with files: programs that name an operator which reads or writes them are refused. */
final class RefusedOperators {

    private static final Pattern FILES = Pattern.compile(
            "\\b(?:torch|ops\\.\\w+)\\.(?:save|load|\\w*(?:from_file|read_file|write_file|to_file)\\w*)\\b"
                    + "|\\bops\\.image\\.\\w+");

    private RefusedOperators() {}

    /** @param source of one file of a TorchScript program */
    static void check(String source, String path) {
        Matcher file = FILES.matcher(source);
        if (file.find()) {
            throw new Refusal.Invalid(
                    path,
                    "operator-refused",
                    "The network uses \"" + file.group() + "\", which reads or writes files. Networks may not.");
        }
    }
}
