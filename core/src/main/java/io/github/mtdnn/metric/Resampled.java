package io.github.mtdnn.metric;

import java.util.Arrays;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;

/** A measure on each of many resamples; those on which it is undefined are left out. */
final class Resampled {
    private static final double LOW_PERCENT = 2.5;
    private static final double HIGH_PERCENT = 97.5;

    private final double[] defined;
    private final int undefined;

    /**
     * @param values NaN where undefined
     */
    Resampled(double[] values) {
        defined = Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
        undefined = values.length - defined.length;
    }

    int undefined() {
        return undefined;
    }

    /** Lower end of the 95 % percentile interval; NaN without values. */
    double ciLow() {
        return percentile(LOW_PERCENT);
    }

    /** Upper end of the 95 % percentile interval; NaN without values. */
    double ciHigh() {
        return percentile(HIGH_PERCENT);
    }

    /** Interpolated linearly between neighbouring values. */
    private double percentile(double percent) {
        return new Percentile(percent).withEstimationType(EstimationType.R_7).evaluate(defined);
    }

    /** How likely, if 0 is the truth, values as far to either side are; NaN without values. */
    double pValueOfZero() {
        if (defined.length == 0) {
            return Double.NaN;
        }
        long notAbove = Arrays.stream(defined).filter(value -> value <= 0).count();
        long notBelow = Arrays.stream(defined).filter(value -> value >= 0).count();
        return Math.min(1, 2.0 * (1 + Math.min(notAbove, notBelow)) / (1 + defined.length));
    }
}
