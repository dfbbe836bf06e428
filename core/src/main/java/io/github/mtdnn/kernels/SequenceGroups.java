package io.github.mtdnn.kernels;

/**
 * Neighbouring sequences of a batch that attention takes as one, which spares calls of products
 * where sequences are short: their scores are blocks on the diagonal of one matrix, and what is
 * beside the blocks is computed for nothing, but at the speed of larger products. A sequence that
 * is too long to share a group has one to itself.
 *
 * <p>Reused from batch to batch. Groups depend on the lengths alone.
 */
final class SequenceGroups {
    /** Tokens of a group of several: more would make faster products, of ever more nothing. */
    private static final int MOST_TOKENS = 64;

    private int heads;
    private int[] offsets;
    private int[] firsts = new int[1];
    private int[] starts = new int[1];
    private int count;

    /** Makes the groups of a batch, in which there are so many attention heads. */
    void of(Sequences sequences, int attentionHeads) {
        heads = attentionHeads;
        offsets = sequences.offsets();
        int all = sequences.count();
        if (firsts.length <= all) {
            firsts = new int[all + 1];
            starts = new int[all + 1];
        }
        count = 0;
        int start = 0;
        for (int b = 0; b < all; b++) {
            starts[b] = start;
            start += heads * length(b) * length(b);
            if (count == 0 || offsets[b + 1] - offsets[firsts[count - 1]] > MOST_TOKENS) {
                firsts[count++] = b;
            }
        }
        firsts[count] = all;
    }

    /** Groups in all. */
    int count() {
        return count;
    }

    /** The first sequence of a group; of the group after the last, one past the last sequence. */
    int first(int group) {
        return firsts[group];
    }

    /** The first token of a sequence. */
    int token(int sequence) {
        return offsets[sequence];
    }

    /** Tokens of a sequence. */
    int length(int sequence) {
        return offsets[sequence + 1] - offsets[sequence];
    }

    /** Where the stored probabilities of a sequence begin for an attention head, in elements. */
    int start(int sequence, int head) {
        return starts[sequence] + head * length(sequence) * length(sequence);
    }
}
