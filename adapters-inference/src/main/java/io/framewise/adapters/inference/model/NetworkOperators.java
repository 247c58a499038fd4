package io.framewise.adapters.inference.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The operators that a TorchScript program may use: those that compute. Whatever is named and is neither one of them nor
 * declared in the program itself is refused; so is every other operator of PyTorch, even when the program declares something
 * of that name, as a tensor would answer to it all the same.
 */
final class NetworkOperators {

    private static final Set<String> COMPUTING = words("computing-operators.txt");
    private static final Set<String> PRIMITIVES =
            Set.of(("NumToTensor RaiseException abs data device dtype grad is_cuda"
                            + " is_nested itemsize layout max min name requires_grad shape type unchecked_cast")
                    .split(" "));
    private static final Set<String> LANGUAGE =
            Set.of(("annotate bool class def dict float for getattr hasattr if in int"
                            + " isinstance len list max min not or and range return str tuple unchecked_cast uninitialized while"
                            + " assert raise Exception is else elif import from as Optional List Dict Tuple Union Module"
                            + " NamedTuple Enum Tensor super round complex number")
                    .split(" "));
    private static final Set<String> REACHING_OUT =
            Set.of(("save load from_file read_file write_file decode_image print"
                            + " fork wait rpc_async rpc_sync rpc_remote open eval exec compile classes breakpoint system"
                            + " set_data _save _load tensorexpr storage from_blob manual_seed set_num_threads")
                    .split(" "));

    private static final Set<String> NAMESPACES = Set.of("torch", "ops", "__torch__");
    private static final Set<String> BY_TEXT = Set.of("getattr", "hasattr");
    /** What must not be passed on under another name, as the namespaces must not. */
    private static final Set<String> CALLED_ONLY = Set.of("print", "fork");

    private static final Set<String> BUILT_IN = words("torch-operators.txt");

    private static final Pattern ALIAS = Pattern.compile("_?[a-z_]*+[0-9]++");
    private static final Pattern LAST_TEXT = Pattern.compile(",\\s*+\"([0-9]++)\"\\s*+\\)");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*+");
    private static final int LONGEST_VALUE = 2_000;

    private NetworkOperators() {}

    private static Set<String> words(String resource) {
        try (InputStream in = NetworkOperators.class.getResourceAsStream(resource)) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII);
            return text.lines()
                    .filter(line -> !line.startsWith("#"))
                    .flatMap(line -> Stream.of(line.split(" ")))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param files sources of all files of a program
     * @throws RefusedNetworkException {@code operator-refused}, naming what is used
     */
    static void check(List<String> files) {
        ProgramText program = ProgramText.of(files);
        String code = program.code();
        Set<String> declared = declared(code);
        // By hand, as a regular expression takes a minute, or a deep stack, for a long program.
        boolean ofValue = false;
        int at = 0;
        while (at < code.length()) {
            if (Character.isDigit(code.charAt(at))) {
                at = endOfNumber(code, at);
                ofValue = false;
                continue;
            }
            if (!isLetter(code, at)) {
                ofValue = code.charAt(at) == '.' || ofValue && isBlank(code, at);
                at++;
                continue;
            }
            List<String> names = new ArrayList<>();
            int next = at;
            do {
                int end = endOfName(code, next);
                names.add(code.substring(next, end));
                at = afterBlanks(code, end);
                next = at < code.length() && code.charAt(at) == '.' ? afterBlanks(code, at + 1) : code.length();
            } while (isLetter(code, next));
            check(names, ofValue, at < code.length() && code.charAt(at) == '(', declared);
            for (String name : names) {
                if (BY_TEXT.contains(name)) {
                    checkAttributeByText(name, program, at);
                }
            }
            ofValue = false;
        }
    }

    /** Methods, functions, classes and attributes. */
    private static Set<String> declared(String code) {
        Set<String> declared = new HashSet<>();
        code.lines().forEach(line -> {
            int start = afterBlanks(line, 0);
            int end = endOfName(line, start);
            String name = line.substring(start, end);
            int next = afterBlanks(line, end);
            if (name.equals("def") || name.equals("class")) {
                declared.add(line.substring(next, endOfName(line, next)));
            } else if (start > 0 && next < line.length() && line.charAt(next) == ':') {
                declared.add(name);
            }
        });
        return declared;
    }

    private static boolean isLetter(String code, int at) {
        return at < code.length() && (Character.isAlphabetic(code.charAt(at)) || code.charAt(at) == '_');
    }

    private static boolean isBlank(String code, int at) {
        return Character.isWhitespace(code.charAt(at));
    }

    private static int endOfName(String code, int start) {
        int at = start;
        while (isLetter(code, at) || at > start && at < code.length() && Character.isDigit(code.charAt(at))) {
            at++;
        }
        return at;
    }

    /** The point of {@code 1.} belongs to it; that of {@code .5.} does not, as there was one before. */
    private static int endOfNumber(String code, int start) {
        int at = afterDigits(code, start);
        boolean point = at < code.length() && code.charAt(at) == '.' && (start == 0 || code.charAt(start - 1) != '.');
        return point ? afterDigits(code, at + 1) : at;
    }

    private static int afterDigits(String code, int start) {
        int at = start;
        while (at < code.length() && Character.isDigit(code.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int afterBlanks(String code, int start) {
        int at = start;
        while (at < code.length() && isBlank(code, at)) {
            at++;
        }
        return at;
    }

    /**
     * Exporters write {@code getattr(value, "0")} where {@code value.0} cannot be written; {@code getattr(value, "save")}
     * would be a way around all else.
     *
     * @param function {@code getattr} or {@code hasattr}
     * @param start behind that word
     */
    private static void checkAttributeByText(String function, ProgramText program, int start) {
        String code = program.code();
        int end = Math.min(code.length(), start + LONGEST_VALUE);
        int depth = 0;
        int at = start;
        while (at < end && (depth != 1 || code.charAt(at) != ',')) {
            char c = code.charAt(at);
            depth += c == '(' || c == '[' || c == '{' ? 1 : c == ')' || c == ']' || c == '}' ? -1 : 0;
            at++;
            if (depth < 1 && !Character.isWhitespace(c)) {
                break;
            }
        }
        Matcher text = LAST_TEXT.matcher(code).region(at, code.length());
        if (depth != 1 || !text.lookingAt()) {
            throw refused(function);
        }
        String name = program.texts().get(Integer.parseInt(text.group(1)));
        if (NAME.matcher(name).matches() || name.indexOf('\\') >= 0) {
            throw refused(function + ", " + name);
        }
    }

    /**
     * @param names joined by dots
     * @param ofValue whether a dot stands before the first
     * @param called whether a parenthesis follows
     */
    private static void check(List<String> names, boolean ofValue, boolean called, Set<String> declared) {
        String first = names.get(0);
        String last = names.get(names.size() - 1);
        String written = String.join(".", names);
        boolean qualified = names.size() > 1 || ofValue;
        if (!ofValue && names.size() == 1 && NAMESPACES.contains(first)) {
            // By another name it would not be seen any more.
            throw refused(written);
        } else if (!ofValue && first.equals("torch")) {
            if (names.size() != 2 || !COMPUTING.contains(last)) {
                throw refused(written);
            }
        } else if (!ofValue && first.equals("ops")) {
            if (names.size() != 3 || !names.get(1).equals("prim") || !PRIMITIVES.contains(last)) {
                throw refused(written);
            }
        } else if (!ofValue && first.equals("__torch__")) {
            if (written.startsWith("__torch__.torch.classes")
                    || names.contains("classes")
                    || REACHING_OUT.contains(last)) {
                throw refused(written);
            }
        } else if (qualified) {
            for (String name : ofValue ? names : names.subList(1, names.size())) {
                // What a program declares may be asked of its own objects, and just as well of a tensor.
                boolean known = COMPUTING.contains(name)
                        || !BUILT_IN.contains(name)
                                && (declared.contains(name)
                                        || ALIAS.matcher(name).matches());
                if (!known || REACHING_OUT.contains(name)) {
                    throw refused(written);
                }
            }
        } else if (called ? !isFunction(first, declared) : CALLED_ONLY.contains(first)) {
            throw refused(written);
        }
    }

    private static boolean isFunction(String name, Set<String> declared) {
        return !REACHING_OUT.contains(name)
                && (LANGUAGE.contains(name)
                        || declared.contains(name)
                        || ALIAS.matcher(name).matches());
    }

    private static RefusedNetworkException refused(String name) {
        return new RefusedNetworkException(
                "operator-refused",
                "The network uses \"" + (name.length() > 80 ? name.substring(0, 80) + "…" : name)
                        + "\", which is not an operator that computes. Networks may not read, write or call anything else.");
    }
}
