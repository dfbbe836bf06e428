package io.github.mtdnn.text;

import io.github.mtdnn.text.BytePairVocabulary.Merge;
import java.util.Arrays;
import java.util.List;

/**
 * What two neighbouring pieces become, and how urgently: a hash table from pairs of ids, with open
 * addressing in flat arrays. Immutable.
 */
final class MergeTable {
    /** Rank of a pair that does not merge; above all others. */
    static final int NO_MERGE = Integer.MAX_VALUE;

    private static final long EMPTY = -1;

    private final int shift;
    private final long[] pairs;
    private final int[] ranks;
    private final int[] merged;

    MergeTable(BytePairVocabulary vocabulary) {
        List<Merge> merges = vocabulary.merges();
        int bits = 33 - Integer.numberOfLeadingZeros(merges.size() + 1); // at most half full
        shift = Long.SIZE - bits;
        pairs = new long[1 << bits];
        ranks = new int[1 << bits];
        merged = new int[1 << bits];
        Arrays.fill(pairs, EMPTY);
        Arrays.fill(ranks, NO_MERGE);
        for (int rank = 0; rank < merges.size(); rank++) {
            Merge merge = merges.get(rank);
            int left = vocabulary.id(merge.left()).orElseThrow();
            int right = vocabulary.id(merge.right()).orElseThrow();
            int slot = slot(left, right);
            if (pairs[slot] == EMPTY) { // of a merge that is listed twice, the first counts
                pairs[slot] = pair(left, right);
                ranks[slot] = rank;
                merged[slot] = vocabulary.id(merge.merged()).orElseThrow();
            }
        }
    }

    /** Where a pair is, or would be; to be asked for its rank and its merged piece. */
    int slot(int left, int right) {
        long pair = pair(left, right);
        int slot = (int) (pair * 0x9E3779B97F4A7C15L >>> shift);
        while (pairs[slot] != pair && pairs[slot] != EMPTY) {
            slot = slot + 1 & pairs.length - 1;
        }
        return slot;
    }

    /** Position of a pair's merge in the list of merges, or {@link #NO_MERGE}. */
    int rank(int slot) {
        return ranks[slot];
    }

    /** The id of the piece that a pair becomes. */
    int merged(int slot) {
        return merged[slot];
    }

    private static long pair(int left, int right) {
        return (long) left << Integer.SIZE | right;
    }
}
