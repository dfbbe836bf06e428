package io.github.mtdnn.metric;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The text of an answer as SQuAD compares it (Rajpurkar et al. 2016): in lower case, without ASCII
 * punctuation, without articles, with one blank between words. What a word and a blank is follows
 * Python, in which the reference is written.
 */
final class AnswerText {
    private static final Set<String> ARTICLES = Set.of("a", "an", "the");

    private final List<String> words;

    AnswerText(String text) {
        StringBuilder kept = new StringBuilder();
        StringBuilder word = new StringBuilder();
        text.toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(c -> !isPunctuation(c))
                .forEach(
                        c -> {
                            if (isLetterOrNumber(c)) {
                                word.appendCodePoint(c);
                            } else {
                                flush(word, kept);
                                kept.appendCodePoint(isBlank(c) ? ' ' : c);
                            }
                        });
        flush(word, kept);
        words = Arrays.stream(kept.toString().split(" ")).filter(w -> !w.isEmpty()).toList();
    }

    /** Moves a word, or for an article a blank, to the text that is kept. */
    private static void flush(StringBuilder word, StringBuilder kept) {
        kept.append(ARTICLES.contains(word.toString()) ? " " : word);
        word.setLength(0);
    }

    private static boolean isPunctuation(int c) {
        return c > ' ' && c < 0x7f && !Character.isLetterOrDigit(c); // of ASCII alone
    }

    private static boolean isLetterOrNumber(int c) {
        int type = Character.getType(c);
        return Character.isLetterOrDigit(c)
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
    }

    private static boolean isBlank(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85; // next line
    }

    boolean isEmpty() {
        return words.isEmpty();
    }

    boolean matches(AnswerText other) {
        return words.equals(other.words);
    }

    /** F1 of the bags of words; where one is empty, 1 if both are and 0 if not. */
    double f1(AnswerText other) {
        if (isEmpty() || other.isEmpty()) {
            return isEmpty() && other.isEmpty() ? 1 : 0;
        }
        Map<String, Integer> left = new HashMap<>();
        words.forEach(word -> left.merge(word, 1, Integer::sum));
        int common = 0;
        for (String word : other.words) {
            if (left.merge(word, -1, Integer::sum) >= 0) {
                common++;
            }
        }
        return Ratio.f1(common, words.size(), other.words.size());
    }

    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
