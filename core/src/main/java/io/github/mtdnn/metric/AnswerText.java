package io.github.mtdnn.metric;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The text of an answer as SQuAD compares it (Rajpurkar et al. 2016): in lower case, without ASCII
 * punctuation, without articles, with one blank between words. What a word and a blank is follows
 * Python, in which the reference is written.
 */
final class AnswerText {
    private static final Pattern PUNCTUATION = Pattern.compile("\\p{Punct}"); // ASCII only
    private static final Pattern ARTICLE =
            Pattern.compile("(?<![\\p{L}\\p{N}])(?:an?|the)(?![\\p{L}\\p{N}])");
    private static final Pattern BLANKS = Pattern.compile("[\\p{IsWhite_Space}\\x1c-\\x1f]+");

    private final String normalised;
    private final List<String> words;

    AnswerText(String text) {
        String bare = PUNCTUATION.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
        String spaced = ARTICLE.matcher(bare).replaceAll(" ");
        normalised = BLANKS.matcher(spaced).replaceAll(" ").strip();
        words = normalised.isEmpty() ? List.of() : Arrays.asList(normalised.split(" "));
    }

    boolean isEmpty() {
        return words.isEmpty();
    }

    boolean matches(AnswerText other) {
        return normalised.equals(other.normalised);
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
        return normalised;
    }
}
