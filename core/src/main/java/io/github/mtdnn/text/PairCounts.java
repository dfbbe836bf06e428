package io.github.mtdnn.text;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * How often pairs of pieces stand together, in which words, and which pair does most often. Pairs
 * wait in a heap with the count that they had when they were put there; a pair that has lost since
 * is put back when its turn comes, one that has gained is put in once more.
 */
final class PairCounts {
    private final Map<Long, Occurrences> occurrences = new HashMap<>();
    private final PriorityQueue<Pair> heap =
            new PriorityQueue<>(
                    Comparator.comparingLong((Pair pair) -> -pair.count())
                            .thenComparingInt(Pair::left)
                            .thenComparingInt(Pair::right));

    /** Pairs that gained since the heap was last asked. */
    private final Map<Long, Pair> gained = new HashMap<>();

    /** Two pieces and how often they stand together. */
    record Pair(int left, int right, long count) {}

    private static final class Occurrences {
        private long count;
        private int[] words = new int[4];
        private int numWords;

        /** A word is noted again only if another was in between; who reads them sees to that. */
        void note(int word) {
            if (numWords > 0 && words[numWords - 1] == word) {
                return;
            }
            if (numWords == words.length) {
                words = Arrays.copyOf(words, 2 * numWords);
            }
            words[numWords++] = word;
        }
    }

    private static long key(int left, int right) {
        return (long) left << Integer.SIZE | right;
    }

    /** Counts a pair in a word that occurs {@code count} times. */
    void add(int left, int right, long count, int word) {
        long key = key(left, right);
        Occurrences pair = occurrences.computeIfAbsent(key, k -> new Occurrences());
        pair.count += count;
        pair.note(word);
        gained.put(key, new Pair(left, right, pair.count));
    }

    /** Takes back what was counted of a pair in a word that occurs {@code count} times. */
    void remove(int left, int right, long count) {
        occurrences.get(key(left, right)).count -= count;
    }

    /** Words in which the pair stood at some time, some of them twice. */
    int[] wordsWith(int left, int right) {
        Occurrences pair = occurrences.get(key(left, right));
        return Arrays.copyOf(pair.words, pair.numWords);
    }

    /** Drops a pair that stands nowhere any more. */
    void forget(int left, int right) {
        occurrences.remove(key(left, right));
    }

    /**
     * The most frequent pair, of equals the one of the least ids; with count 0 if there is none.
     */
    Pair removeMostFrequent() {
        heap.addAll(gained.values());
        gained.clear();
        while (!heap.isEmpty()) {
            Pair pair = heap.remove();
            Occurrences now = occurrences.get(key(pair.left(), pair.right()));
            long count = now == null ? 0 : now.count;
            if (count == pair.count() && count > 0) {
                return pair;
            }
            if (count > 0 && count < pair.count()) {
                heap.add(new Pair(pair.left(), pair.right(), count));
            }
        }
        return new Pair(0, 0, 0);
    }
}
