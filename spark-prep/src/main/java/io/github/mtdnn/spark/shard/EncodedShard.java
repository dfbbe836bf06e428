package io.github.mtdnn.spark.shard;

/**
 * The rows of one shard in memory, packed: the tokens of row {@code r} stand at {@code offsets[r]}
 * to {@code offsets[r + 1] - 1} of both token arrays. The arrays are handed out, not copied; who
 * reads a shard does not write to it.
 */
public final class EncodedShard {
    private final String[] uids;
    private final int[] offsets;
    private final int[] inputIds;
    private final int[] tokenTypeIds;
    private final double[] labels;

    EncodedShard(
            String[] uids, int[] offsets, int[] inputIds, int[] tokenTypeIds, double[] labels) {
        this.uids = uids;
        this.offsets = offsets;
        this.inputIds = inputIds;
        this.tokenTypeIds = tokenTypeIds;
        this.labels = labels;
    }

    /** Number of rows R. */
    public int rows() {
        return labels.length;
    }

    /** Number of tokens T of all rows. */
    public int tokens() {
        return inputIds.length;
    }

    /** Number of tokens of a row. */
    public int length(int row) {
        return offsets[row + 1] - offsets[row];
    }

    /** Whether the identifiers were read too. */
    public boolean hasUids() {
        return uids.length == labels.length;
    }

    /** Identifier of each row: (R), or empty where the shard was read without them. */
    public String[] uids() {
        return uids;
    }

    /** Where each row's tokens begin, and the end of the last: (R + 1). */
    public int[] offsets() {
        return offsets;
    }

    /** Token ids: (T). */
    public int[] inputIds() {
        return inputIds;
    }

    /** Token types, 0 or 1: (T). */
    public int[] tokenTypeIds() {
        return tokenTypeIds;
    }

    /** Class index or score of each row, NaN where there is none: (R). */
    public double[] labels() {
        return labels;
    }
}
