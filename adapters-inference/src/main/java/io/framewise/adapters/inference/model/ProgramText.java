package io.framewise.adapters.inference.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The source of a program without its comments and with {@code "0"}, {@code "1"}, … in place of its texts, split where
 * PyTorch's lexer splits it (torch/csrc/jit/frontend/lexer.h).
 *
 * @param texts as they are written, without the quotes
 */
record ProgramText(String code, List<String> texts) {

    /** @throws RefusedNetworkException {@code operator-refused} when it holds what no exporter writes */
    static ProgramText of(List<String> files) {
        StringBuilder code = new StringBuilder();
        List<String> texts = new ArrayList<>();
        for (String file : files) {
            append(file, code, texts);
            code.append('\n');
        }
        return new ProgramText(code.toString(), List.copyOf(texts));
    }

    private static void append(String source, StringBuilder code, List<String> texts) {
        int at = 0;
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == '#') {
                int end = source.indexOf('\n', at);
                at = end < 0 ? source.length() : end;
            } else if (c == '"' || c == '\'') {
                int quotes = source.startsWith(String.valueOf(c).repeat(3), at) ? 3 : 1;
                int end = endOfText(source, at + quotes, String.valueOf(c).repeat(quotes));
                code.append('"').append(texts.size()).append('"');
                texts.add(source.substring(at + quotes, end));
                at = end + quotes;
            } else if (c >= ' ' && c <= '~' && c != '\\' || c == '\n' || c == '\r' || c == '\t') {
                code.append(c);
                at++;
            } else {
                // Such as a backslash that continues a line, behind which a name could hide.
                throw refused("The program has the character " + (int) c + " outside of texts.");
            }
        }
    }

    private static int endOfText(String source, int start, String quotes) {
        int at = start;
        while (at < source.length() && !source.startsWith(quotes, at)) {
            if (source.charAt(at) == '\n' && quotes.length() == 1) {
                break;
            }
            at += source.charAt(at) == '\\' ? 2 : 1;
        }
        if (at >= source.length() || source.charAt(at) == '\n') {
            throw refused("The program has texts that do not end.");
        }
        return at;
    }

    private static RefusedNetworkException refused(String sentence) {
        return new RefusedNetworkException("operator-refused", sentence);
    }
}
