package io.github.mtdnn.kernels;

/**
 * Rows, or other numbered things, cut into parts of nearly equal size that threads share out. The
 * cut depends on their number alone, so results do not depend on the number of threads.
 *
 * @param size of the whole
 * @param step sizes of parts are multiples of it: the first ones have one step more than the
 *     others, and what is left over goes to the last
 * @param count of the parts
 */
record Parts(int size, int step, int count) {
    /** A multiple of as many parts is shared out evenly by two, four or eight threads. */
    private static final int MULTIPLE = 8;

    private static final int LEAST_ROWS = 8;
    private static final int MOST_ROWS = 64;
    private static final int LEAST_COLUMNS = 64;
    private static final int MOST_COLUMNS = 128;

    /**
     * @param least that a part has, where there are several
     * @param most that a part has; at least twice as much
     */
    static Parts of(int size, int step, int least, int most) {
        int wanted = (int) wanted(size, most);
        return new Parts(size, step, Math.max(1, Math.min(wanted, size / least)));
    }

    /** Rows that a loop goes through one by one. */
    static Parts ofRows(int rows) {
        return of(rows, 1, LEAST_ROWS, MOST_ROWS);
    }

    /** Columns, each part of them of all rows. */
    static Parts ofColumns(int columns) {
        return of(columns, Lanes.COUNT, LEAST_COLUMNS, MOST_COLUMNS);
    }

    /** How many parts of at most so many are shared out evenly. */
    static long wanted(long size, int most) {
        long needed = (size + most - 1) / most;
        return (needed + MULTIPLE - 1) / MULTIPLE * MULTIPLE;
    }

    int first(int part) {
        int steps = size / step;
        return (steps / count * part + Math.min(part, steps % count)) * step;
    }

    /** Where the next part begins. */
    int end(int part) {
        return part == count - 1 ? size : first(part + 1);
    }

    int length(int part) {
        return end(part) - first(part);
    }
}
