package io.github.mtdnn.kernels;

/**
 * Dropout of one site with the numbers that its loops need.
 *
 * @param key of the {@link Draws}
 * @param threshold of {@link Draws#keeps}
 * @param factor of what is kept, 1/(1 - prob)
 */
record Dropout(long key, int threshold, float factor) {

    static Dropout of(double prob, Draws draws) {
        return new Dropout(draws.key(), Draws.threshold(prob), (float) (1 / (1 - prob)));
    }

    /** Whether anything may be dropped at all. */
    boolean drops() {
        return threshold > 0;
    }

    boolean keeps(int index) {
        return Draws.keeps(key, index, threshold);
    }

    int keyLow() {
        return (int) key;
    }

    int keyHigh() {
        return (int) (key >>> Integer.SIZE);
    }
}
