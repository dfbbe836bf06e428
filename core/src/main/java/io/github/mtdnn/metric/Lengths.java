package io.github.mtdnn.metric;

/** Checks that labels and predictions stand beside each other. */
final class Lengths {
    private Lengths() {}

    static void requireSame(int labels, int predictions) {
        if (labels != predictions) {
            throw new IllegalArgumentException(
                    labels + " labels for " + predictions + " predictions");
        }
    }

    static void requireSome(long units) {
        if (units < 1) {
            throw new IllegalArgumentException("there are no examples to judge");
        }
    }
}
