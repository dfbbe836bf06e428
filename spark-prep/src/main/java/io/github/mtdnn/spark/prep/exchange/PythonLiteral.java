package io.github.mtdnn.spark.prep.exchange;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Lists of texts as Python's {@code repr} has them: {@code ['It', "'s", 'no\xa0break']}. What
 * cannot be printed is escaped; what that is, Unicode's general categories say.
 */
final class PythonLiteral {
    private static final int MAX_BYTE = 0xFF;

    private PythonLiteral() {}

    static String list(List<String> texts) {
        return texts.stream()
                .map(PythonLiteral::quoted)
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String quoted(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder quoted = new StringBuilder().append(quote);
        text.codePoints().forEach(character -> append(quoted, character, quote));
        return quoted.append(quote).toString();
    }

    private static void append(StringBuilder to, int character, char quote) {
        switch (character) {
            case '\n' -> to.append("\\n");
            case '\r' -> to.append("\\r");
            case '\t' -> to.append("\\t");
            default -> {
                if (character == quote || character == '\\') {
                    to.append('\\').appendCodePoint(character);
                } else if (isPrintable(character)) {
                    to.appendCodePoint(character);
                } else {
                    to.append(escape(character).formatted(character));
                }
            }
        }
    }

    private static String escape(int character) {
        if (character > Character.MAX_VALUE) {
            return "\\U%08x";
        }
        return character > MAX_BYTE ? "\\u%04x" : "\\x%02x";
    }

    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR ->
                    false;
            case Character.SPACE_SEPARATOR -> character == ' ';
            default -> true;
        };
    }
}
