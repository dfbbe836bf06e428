package io.github.mtdnn.metric;

import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.special.Beta;

/**
 * McNemar's test of two runs' right and wrong units: if neither run is better, each of the n units
 * that only one run has right is as likely the first's as the second's.
 *
 * <p>The p-value is the mid-p of the exact binomial test, with k the smaller of the two counts
 *
 * <pre>
 *   p = 2 P(X ≤ k) - P(X = k),  X ~ Binomial(n, ½)
 * </pre>
 *
 * <p>at every n: it keeps its level nearly everywhere and has more power than the exact test or the
 * χ² test with continuity correction, both of which are too cautious (Fagerland, Lydersen and Laake
 * 2013, "The McNemar test for binary matched-pairs data", BMC Medical Research Methodology 13:91).
 *
 * @param onlyFirstRight units that the first run has right and the second has not
 * @param onlySecondRight units that the second run has right and the first has not
 * @param pValue two-sided; 1 where the counts are equal
 */
public record McNemar(int onlyFirstRight, int onlySecondRight, double pValue) {

    /** Tests two counts. */
    public static McNemar of(int onlyFirstRight, int onlySecondRight) {
        int smaller = Math.min(onlyFirstRight, onlySecondRight);
        if (smaller < 0) {
            throw new IllegalArgumentException("a count is negative: " + smaller);
        }
        int larger = Math.max(onlyFirstRight, onlySecondRight);
        return new McNemar(onlyFirstRight, onlySecondRight, Math.min(1, midP(smaller, larger)));
    }

    private static double midP(int smaller, int larger) {
        if (larger == 0) {
            return 1;
        }
        // P(X ≤ k) = P(X ≥ n - k); summed up from 0 it would be lost beside 1 - P(X > k).
        double tail = Beta.regularizedBeta(0.5, larger, smaller + 1.0);
        BinomialDistribution fair = new BinomialDistribution(null, smaller + larger, 0.5);
        return 2 * tail - fair.probability(smaller);
    }
}
