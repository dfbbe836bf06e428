package io.github.mtdnn.metric;

import io.github.mtdnn.task.MetricName;
import java.io.Serializable;

/**
 * By how much the second of two runs is better than the first on the same units.
 *
 * @param name what was measured
 * @param first the measure of the first run
 * @param second the measure of the second run
 * @param ciLow lower end of the 95 % interval of second - first; NaN where it is never defined
 * @param ciHigh upper end of the interval
 * @param pValue two-sided, of there being no difference; NaN where it is never defined
 * @param units how many examples, sentences, questions or groups both runs were judged on
 * @param undefinedResamples how many resamples are left out because a measure is undefined on them
 */
public record Difference(
        MetricName name,
        double first,
        double second,
        double ciLow,
        double ciHigh,
        double pValue,
        int units,
        int undefinedResamples)
        implements Serializable {

    /** Positive where the second run is better. */
    public double value() {
        return second - first;
    }
}
