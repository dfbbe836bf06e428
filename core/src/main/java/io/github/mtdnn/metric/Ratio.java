package io.github.mtdnn.metric;

/** Ratios of counts that are 0, not undefined, where there is nothing to count. */
final class Ratio {
    private Ratio() {}

    static double orZero(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }

    /** Harmonic mean of precision and recall, 2 c / (p + g), where the counts are given. */
    static double f1(double correct, double predicted, double labelled) {
        return orZero(2 * correct, predicted + labelled);
    }
}
