package io.github.mtdnn.text;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Specials such as {@code [SEP]} that stand in a text, spelled exactly so, and are taken as that
 * special and not split, as the tokenizers of the Hugging Face library do. Immutable.
 */
final class SpecialTokens {
    /** Longest first: of two that stand at one place, the longer is meant. */
    private final List<SpecialToken> specials;

    /** The first character of all of them, or the empty string where they differ. */
    private final String sharedStart;

    SpecialTokens(List<SpecialToken> specials) {
        this.specials =
                specials.stream()
                        .sorted(Comparator.comparingInt(special -> -special.text().length()))
                        .toList();
        List<String> starts =
                specials.stream()
                        .map(special -> special.text().substring(0, 1))
                        .distinct()
                        .toList();
        this.sharedStart = starts.size() == 1 ? starts.get(0) : "";
    }

    /** Where the next special stands, or the length of the text. */
    int next(String text, int from) {
        int at = candidate(text, from);
        while (at < text.length() && at(text, at).isEmpty()) {
            at = candidate(text, at + 1);
        }
        return at;
    }

    /** The special at a position. */
    Optional<SpecialToken> at(String text, int position) {
        for (SpecialToken special : specials) {
            if (text.startsWith(special.text(), position)) {
                return Optional.of(special);
            }
        }
        return Optional.empty();
    }

    private int candidate(String text, int from) {
        if (specials.isEmpty()) {
            return text.length();
        }
        if (sharedStart.isEmpty()) {
            return Math.min(from, text.length());
        }
        int at = text.indexOf(sharedStart.charAt(0), from);
        return at < 0 ? text.length() : at;
    }
}
