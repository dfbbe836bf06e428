package io.github.mtdnn.spark.prep;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns the escapes of Python's texts that JSON does not have, {@code \xa0} and {@code \U0001f600},
 * into those that it has.
 */
final class PythonEscapes {
    private static final int HEXADECIMAL = 16;

    /** Each escape is found as a whole, so that the second of two backslashes begins none. */
    private static final Pattern ESCAPE =
            Pattern.compile("\\\\(?:x(\\p{XDigit}{2})|U(\\p{XDigit}{8})|.)", Pattern.DOTALL);

    private PythonEscapes() {}

    static String asJson(String text) {
        return text.indexOf('\\') < 0
                ? text
                : ESCAPE.matcher(text)
                        .replaceAll(escape -> Matcher.quoteReplacement(asJson(escape)));
    }

    private static String asJson(MatchResult escape) {
        if (escape.group(1) != null) {
            return "\\u00" + escape.group(1);
        }
        if (escape.group(2) == null) {
            return escape.group();
        }
        int character = Integer.parseUnsignedInt(escape.group(2), HEXADECIMAL);
        if (!Character.isValidCodePoint(character)) {
            return escape.group();
        }
        StringBuilder json = new StringBuilder();
        for (char half : Character.toChars(character)) {
            json.append("\\u%04x".formatted((int) half));
        }
        return json.toString();
    }
}
