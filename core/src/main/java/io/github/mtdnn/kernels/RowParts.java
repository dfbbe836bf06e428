package io.github.mtdnn.kernels;

/**
 * The rows of a result cut into parts that threads share out. The cut depends on the number of rows
 * alone, so results do not depend on the number of threads.
 *
 * @param partRows of all parts but the last
 */
record RowParts(int rows, int partRows) {
    /** Numbers of rows in a product are multiples of this where they can be; a power of two. */
    static final int STEP = 32;

    /** So that large results have parts for many threads. */
    private static final int MOST_ROWS = 256;

    /** A multiple of as many parts, where rows allow it, is shared out evenly. */
    private static final int MULTIPLE = 8;

    static RowParts of(int rows) {
        int least = (rows + MOST_ROWS - 1) / MOST_ROWS;
        int parts = Math.max(1, (least + MULTIPLE - 1) / MULTIPLE * MULTIPLE);
        int partRows = (rows + parts - 1) / parts;
        return new RowParts(rows, Math.max(STEP, (partRows + STEP - 1) & -STEP));
    }

    int count() {
        return (rows + partRows - 1) / partRows;
    }

    int first(int part) {
        return part * partRows;
    }

    /** The row after the last. */
    int end(int part) {
        return Math.min(rows, (part + 1) * partRows);
    }

    /**
     * Where a product over some rows of a part, or over some tokens, ends. Batches have any number
     * of them, but libraries make code for each number: so a multiple of {@link #STEP} goes first,
     * and what is left over afterwards, by powers of two.
     */
    static int next(int row, int end) {
        int left = end - row;
        return row + (left < STEP ? Integer.highestOneBit(left) : left & -STEP);
    }
}
