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
    static final int MULTIPLE = 8;

    /**
     * @param least that a part has, where there are several
     * @param most that a part has; at least twice as much
     */
    static Parts of(int size, int step, int least, int most) {
        int needed = (size + most - 1) / most;
        int wanted = (needed + MULTIPLE - 1) / MULTIPLE * MULTIPLE;
        return new Parts(size, step, Math.max(1, Math.min(wanted, size / least)));
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
