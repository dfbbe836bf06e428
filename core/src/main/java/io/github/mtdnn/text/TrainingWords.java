package io.github.mtdnn.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Counted words as pieces, while pieces are merged, and the counts of all neighbours in them. */
final class TrainingWords {
    private final List<int[]> words = new ArrayList<>();
    private final List<Long> counts = new ArrayList<>();
    private final PairCounts pairs = new PairCounts();

    /** Neighbours in all words. */
    PairCounts pairs() {
        return pairs;
    }

    void add(int[] pieces, long count) {
        words.add(pieces);
        counts.add(count);
        countPairs(words.size() - 1);
    }

    /** Puts one piece in the place of two neighbours, wherever they stand. */
    void merge(int left, int right, int merged) {
        for (int word : pairs.wordsWith(left, right)) {
            int[] before = words.get(word);
            int[] after = merged(before, left, right, merged);
            if (after.length < before.length) {
                uncountPairs(word);
                words.set(word, after);
                countPairs(word);
            }
        }
        pairs.forget(left, right);
    }

    private static int[] merged(int[] pieces, int left, int right, int merged) {
        int[] result = new int[pieces.length];
        int length = 0;
        for (int i = 0; i < pieces.length; i++) {
            boolean found = i + 1 < pieces.length && pieces[i] == left && pieces[i + 1] == right;
            result[length++] = found ? merged : pieces[i];
            if (found) {
                i++;
            }
        }
        return Arrays.copyOf(result, length);
    }

    private void countPairs(int word) {
        int[] pieces = words.get(word);
        for (int i = 0; i + 1 < pieces.length; i++) {
            pairs.add(pieces[i], pieces[i + 1], counts.get(word), word);
        }
    }

    private void uncountPairs(int word) {
        int[] pieces = words.get(word);
        for (int i = 0; i + 1 < pieces.length; i++) {
            pairs.remove(pieces[i], pieces[i + 1], counts.get(word));
        }
    }
}
