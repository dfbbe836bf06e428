package io.github.mtdnn.metric;

import java.util.SplittableRandom;
import org.apache.commons.math3.special.Gamma;

/** Draws from binomial distributions, exactly and in a time that does not grow with the trials. */
final class Binomial {
    /** Least expected number of successes for which transformed rejection holds. */
    private static final double REJECTION_MEAN = 10;

    private Binomial() {}

    /**
     * How many of a number of independent trials succeed.
     *
     * @param probability of success, in [0, 1]
     */
    static long draw(long trials, double probability, SplittableRandom random) {
        if (probability > 0.5) {
            return trials - draw(trials, 1 - probability, random);
        }
        return trials * probability < REJECTION_MEAN
                ? byInversion(trials, probability, random)
                : byRejection(trials, probability, random);
    }

    /** Walks up the distribution function until it passes a uniform number. */
    private static long byInversion(long trials, double probability, SplittableRandom random) {
        double odds = probability / (1 - probability);
        double uniform = random.nextDouble();
        double mass = Math.exp(trials * Math.log1p(-probability));
        long successes = 0;
        while (uniform >= mass && successes < trials) {
            uniform -= mass;
            successes++;
            mass *= odds * (trials - successes + 1) / successes;
        }
        return successes;
    }

    /**
     * Transformed rejection (Hörmann 1993, "The generation of binomial random variates", algorithm
     * BTRS; the constants are the paper's).
     */
    private static long byRejection(long trials, double probability, SplittableRandom random) {
        double deviation = Math.sqrt(trials * probability * (1 - probability));
        double b = 1.15 + 2.53 * deviation;
        double a = -0.0873 + 0.0248 * b + 0.01 * probability;
        double c = trials * probability + 0.5;
        double quickAcceptance = 0.92 - 4.2 / b;
        double alpha = (2.83 + 5.1 / b) * deviation;
        long mode = (long) ((trials + 1) * probability);
        double logOdds = Math.log(probability / (1 - probability));
        while (true) {
            double u = random.nextDouble() - 0.5;
            double v = random.nextDouble();
            double us = 0.5 - Math.abs(u);
            double candidate = Math.floor((2 * a / us + b) * u + c);
            if (candidate < 0 || candidate > trials) {
                continue;
            }
            long successes = (long) candidate;
            if (us >= 0.07 && v <= quickAcceptance) {
                return successes;
            }
            double logRatioToMode =
                    logWays(trials, successes)
                            - logWays(trials, mode)
                            + (successes - mode) * logOdds;
            if (Math.log(v * alpha / (a / (us * us) + b)) <= logRatioToMode) {
                return successes;
            }
        }
    }

    /** Logarithm of the number of ways to choose so many of the trials. */
    private static double logWays(long trials, long successes) {
        return Gamma.logGamma(trials + 1.0)
                - Gamma.logGamma(successes + 1.0)
                - Gamma.logGamma(trials - successes + 1.0);
    }
}
