package io.github.mtdnn.text;

/**
 * Where words end for GPT-2 (Radford et al. 2019, its published code): a contraction such as {@code
 * 's}; letters, numbers or other characters, each with one blank before if there is one; and white
 * space, which leaves its last character to the word after it.
 *
 * <p>What the published regular expression says in its alternatives, in their order:
 *
 * <pre>
 *   's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
 * </pre>
 *
 * The classes of characters are those of the running Java (Unicode 13 in Java 17).
 */
final class Gpt2Words {
    private static final byte SPACE = 0;
    private static final byte LETTER = 1;
    private static final byte NUMBER = 2;
    private static final byte OTHER = 3;

    private static final byte[] LATIN1 = new byte[256];

    static {
        for (int c = 0; c < LATIN1.length; c++) {
            LATIN1[c] = classify(c);
        }
    }

    private Gpt2Words() {}

    /** One past the last character of the word that begins at a position of a text. */
    static int end(String text, int from) {
        int to = text.length();
        char first = text.charAt(from);
        if (first == '\'') {
            int length = contractionLength(text, from);
            if (length > 0) {
                return from + length;
            }
        }
        int start = first == ' ' && from + 1 < to ? from + 1 : from;
        byte kind = kind(text, start);
        if (kind != SPACE) {
            return endOfRun(text, start, kind);
        }
        int end = endOfRun(text, from, SPACE);
        return end == to || end == from + 1 ? end : end - 1;
    }

    /** Whether a character, which is none of a surrogate pair, is white space. */
    static boolean isSpace(char c) {
        return classify(c) == SPACE;
    }

    private static int endOfRun(String text, int from, byte kind) {
        int at = from;
        while (at < text.length() && kind(text, at) == kind) {
            at += Character.charCount(text.codePointAt(at));
        }
        return at;
    }

    /** Length of the contraction at an apostrophe, or 0. */
    private static int contractionLength(String text, int from) {
        char first = from + 1 < text.length() ? text.charAt(from + 1) : 0;
        char second = from + 2 < text.length() ? text.charAt(from + 2) : 0;
        return switch (first) {
            case 's', 't', 'm', 'd' -> 2;
            case 'r', 'v' -> second == 'e' ? 3 : 0;
            case 'l' -> second == 'l' ? 3 : 0;
            default -> 0;
        };
    }

    private static byte kind(String text, int at) {
        char c = text.charAt(at);
        if (c < LATIN1.length) {
            return LATIN1[c];
        }
        return classify(text.codePointAt(at));
    }

    private static byte classify(int codePoint) {
        if (codePoint >= '\t' && codePoint <= '\r' || codePoint == '\u0085') {
            return SPACE;
        }
        return switch (Character.getType(codePoint)) {
            case Character.SPACE_SEPARATOR,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR ->
                    SPACE;
            case Character.UPPERCASE_LETTER,
                            Character.LOWERCASE_LETTER,
                            Character.TITLECASE_LETTER,
                            Character.MODIFIER_LETTER,
                            Character.OTHER_LETTER ->
                    LETTER;
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER ->
                    NUMBER;
            default -> OTHER;
        };
    }
}
