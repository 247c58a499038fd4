package io.framewise.adapters.inference.inference;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What libtorch says when a network fails is pages of two stack traces; people want the one sentence in them. */
public final class NativeMessage {

    private static final int LONGEST = 200;
    private static final Pattern RAISED =
            Pattern.compile("^\\s*(?:[\\w.]*(?:Error|Exception)): *(\\S.*)$", Pattern.MULTILINE);
    private static final Pattern SOURCE = Pattern.compile("\\s*\\(?(?:Exception raised from|at) \\S*/\\S+.*$");
    private static final Pattern NOISE = Pattern.compile(
            "^\\s*(?:The following operation failed|Traceback of TorchScript|File \"|[~<.\\-=\\s]*$).*");

    private NativeMessage() {}

    /** The first useful sentence of an engine's exception, at most 200 characters, without code and file names. */
    public static String of(Throwable failure) {
        String text = failure.getMessage() == null ? "" : failure.getMessage();
        Matcher raised = RAISED.matcher(text);
        String sentence = "";
        while (raised.find()) {
            sentence = raised.group(1);
        }
        if (sentence.isEmpty()) {
            sentence = text.lines()
                    .filter(line -> !NOISE.matcher(line).matches())
                    .findFirst()
                    .orElse("");
        }
        sentence = SOURCE.matcher(sentence).replaceFirst("").strip();
        if (sentence.isEmpty()) {
            return "the engine gave no reason.";
        }
        if (sentence.length() > LONGEST) {
            return sentence.substring(0, LONGEST - 1).strip() + "…";
        }
        return sentence.endsWith(".") ? sentence : sentence + ".";
    }
}
