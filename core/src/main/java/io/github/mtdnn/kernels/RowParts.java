package io.github.mtdnn.kernels;

/**
 * The rows of a result cut into parts that threads share out. The cut depends on the number of rows
 * alone, so results do not depend on the number of threads.
 *
 * @param count of the parts: the first ones have one {@link #STEP} more than the others, and what
 *     is left over goes to the last
 */
record RowParts(int rows, int count) {
    /**
     * Numbers of rows in a product are multiples of this where they can be, since libraries make
     * code for each number; a power of two.
     */
    static final int STEP = 16;

    /** So that large results have parts for many threads. */
    static final int MOST_ROWS = 256;

    /** Below that, each row of a product takes longer. */
    private static final int LEAST_ROWS = 2 * STEP;

    /** A multiple of as many parts, where rows allow it, is shared out evenly. */
    private static final int MULTIPLE = 8;

    static RowParts of(int rows) {
        int least = (rows + MOST_ROWS - 1) / MOST_ROWS;
        int wanted = (least + MULTIPLE - 1) / MULTIPLE * MULTIPLE;
        return new RowParts(rows, Math.max(1, Math.min(wanted, rows / LEAST_ROWS)));
    }

    int first(int part) {
        int steps = rows / STEP;
        return (steps / count * part + Math.min(part, steps % count)) * STEP;
    }

    /** The row after the last. */
    int end(int part) {
        return part == count - 1 ? rows : first(part + 1);
    }

    /**
     * Where a product over some rows of a part, or over some tokens, ends: the multiple of {@link
     * #STEP} goes first, and then what is left over.
     */
    static int next(int row, int end) {
        int left = end - row;
        return row + (left < STEP ? left : left & -STEP);
    }
}
