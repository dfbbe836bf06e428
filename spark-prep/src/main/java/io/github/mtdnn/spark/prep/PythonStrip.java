package io.github.mtdnn.spark.prep;

/**
 * Drops blanks, TABs and further white space at both ends of a line, by the same characters as
 * Python's {@code str.strip()}, which the published readers of GLUE use. Java's own {@code strip()}
 * leaves no-break spaces and the next-line character.
 */
final class PythonStrip {
    private PythonStrip() {}

    static String strip(String line) {
        int from = 0;
        int to = line.length();
        while (from < to && isSpace(line.charAt(from))) {
            from++;
        }
        while (from < to && isSpace(line.charAt(to - 1))) {
            to--;
        }
        return line.substring(from, to);
    }

    private static boolean isSpace(char c) {
        if (c <= ' ') {
            return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1C && c <= 0x1F);
        }
        return switch (c) {
            case 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000 -> true;
            default -> c >= 0x2000 && c <= 0x200A;
        };
    }
}
