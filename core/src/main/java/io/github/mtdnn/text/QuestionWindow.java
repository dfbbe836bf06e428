package io.github.mtdnn.text;

import java.util.Optional;

/**
 * A question with a stretch of the context that may hold its answer. Everything but the context's
 * characters is counted in tokens of this window.
 *
 * @param tokens the question, then the stretch, with specials
 * @param firstChars for each token the index of its first character (UTF-16) in the context; {@link
 *     #OUTSIDE} for a token that is not of the context
 * @param endChars for each token the index after its last character
 * @param from first character of the context that has all its pieces here
 * @param to the character after the last one
 */
public record QuestionWindow(Encoding tokens, int[] firstChars, int[] endChars, int from, int to) {

    /** Offset of a token that is not of the context, and so is of no answer. */
    public static final int OUTSIDE = -1;

    /**
     * The tokens of a stretch of the context, from that of its first character to that of its last.
     * Characters that no token stands for, such as blanks, are passed over.
     *
     * @param firstChar index of the stretch's first character (UTF-16)
     * @param endChar index after its last
     * @return empty where the stretch is not completely in the window, or no token stands for it
     */
    public Optional<TokenRange> tokensOf(int firstChar, int endChar) {
        if (firstChar < from || endChar > to) {
            return Optional.empty();
        }
        int first = 0;
        int last = 0;
        for (int t = 0; t < firstChars.length; t++) {
            boolean of =
                    firstChars[t] != OUTSIDE && firstChars[t] < endChar && endChars[t] > firstChar;
            if (of) {
                first = first == 0 ? t : first; // token 0 is a special
                last = t;
            }
        }
        return first == 0 ? Optional.empty() : Optional.of(new TokenRange(first, last));
    }

    /** Positions of the first and the last token of a stretch. */
    public record TokenRange(int first, int last) {}
}
