package io.framewise.adapters.inference.model;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The source of a program without its texts and comments, told apart as TorchScript's lexer does
 * (torch/csrc/jit/frontend/lexer.h).
 *
 * @param code with {@code ""} for each text
 * @param attributes what {@code getattr} and {@code hasattr} ask for by a text
 */
record PlainCode(String code, List<String> attributes) {

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_]\\w*");

    static PlainCode of(String source) {
        StringBuilder code = new StringBuilder(source.length());
        List<String> attributes = new ArrayList<>();
        // Whether each open parenthesis is one of an attribute's name.
        List<Boolean> open = new ArrayList<>();
        int at = 0;
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == '#') {
                int end = source.indexOf('\n', at);
                at = end < 0 ? source.length() : end;
            } else if (c == '"' || c == '\'') {
                int end = endOfText(source, at);
                if (!open.isEmpty() && open.get(open.size() - 1)) {
                    addAttribute(attributes, code, source.substring(at + 1, end - 1));
                }
                code.append("\"\"");
                at = end;
            } else {
                if (c == '(') {
                    open.add(asksForAttribute(code));
                } else if (c == ')' && !open.isEmpty()) {
                    open.remove(open.size() - 1);
                }
                // A backslash joins lines.
                code.append(c == '\\' ? ' ' : c);
                at++;
            }
        }
        return new PlainCode(code.toString(), attributes);
    }

    private static int endOfText(String source, int start) {
        String quote = source.substring(start, start + 1);
        String end = source.startsWith(quote.repeat(3), start) ? quote.repeat(3) : quote;
        int at = start + end.length();
        while (at < source.length() && !source.startsWith(end, at)) {
            if (source.charAt(at) == '\n' && end.length() == 1) {
                break;
            }
            at += source.charAt(at) == '\\' ? 2 : 1;
        }
        if (!source.startsWith(end, at)) {
            throw new RefusedNetworkException("operator-refused", "The program has texts that do not end.");
        }
        return at + end.length();
    }

    private static boolean asksForAttribute(StringBuilder code) {
        int end = before(code, code.length()) + 1;
        return end >= 7 && code.substring(end - 7, end).matches("getattr|hasattr");
    }

    /** Where the last character before an index is that is no blank; -1 for none. */
    private static int before(StringBuilder code, int index) {
        int at = index - 1;
        while (at >= 0 && Character.isWhitespace(code.charAt(at))) {
            at--;
        }
        return at;
    }

    /**
     * Only identifiers can be operators; other names, such as {@code 0} or {@code block1-0}, are members of containers.
     * Texts in a row are one, and may be spelled in many ways: nobody's name then.
     */
    private static void addAttribute(List<String> attributes, StringBuilder code, String name) {
        boolean spelled = code.charAt(before(code, code.length())) == '"'
                || name.chars().anyMatch(c -> c == '\\' || c == '"' || c == '\'');
        if (spelled || IDENTIFIER.matcher(name).matches()) {
            attributes.add(spelled ? "" : name);
        }
    }
}
