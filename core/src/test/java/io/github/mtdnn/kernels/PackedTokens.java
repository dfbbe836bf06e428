package io.github.mtdnn.kernels;

import java.util.Random;

/** Random tokens in sequences of given lengths. */
record PackedTokens(int count, int tokens, int[] offsets, int[] inputIds, int[] tokenTypeIds)
        implements Sequences {

    static PackedTokens ofLengths(Random random, int vocabulary, int... lengths) {
        int[] offsets = new int[lengths.length + 1];
        for (int b = 0; b < lengths.length; b++) {
            offsets[b + 1] = offsets[b] + lengths[b];
        }
        int tokens = offsets[lengths.length];
        int[] spare = {-1, -1}; // entries that do not count, as in a reused batch
        int[] ids = random.ints(tokens + 2L, 0, vocabulary).toArray();
        int[] types = random.ints(tokens + 2L, 0, 2).toArray();
        System.arraycopy(spare, 0, ids, tokens, 2);
        System.arraycopy(spare, 0, types, tokens, 2);
        return new PackedTokens(lengths.length, tokens, offsets, ids, types);
    }
}
