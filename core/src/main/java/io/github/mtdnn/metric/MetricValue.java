package io.github.mtdnn.metric;

import io.github.mtdnn.task.MetricName;
import java.io.Serializable;

/**
 * A measured value and how far chance in the choice of examples may have moved it.
 *
 * @param name what was measured
 * @param value the measure on all examples, as a fraction; NaN where it is undefined, as a
 *     correlation with a constant is
 * @param threshold at which it is taken, where the best one is looked for; else NaN
 * @param ciLow lower end of the 95 % interval; NaN without one
 * @param ciHigh upper end of the 95 % interval; NaN without one
 * @param examples how many examples, sentences, questions or groups were judged
 * @param undefinedResamples how many resamples the interval leaves out because the measure is
 *     undefined on them
 */
public record MetricValue(
        MetricName name,
        double value,
        double threshold,
        double ciLow,
        double ciHigh,
        long examples,
        int undefinedResamples)
        implements Serializable {

    /** Whether the best threshold is looked for. */
    public boolean hasThreshold() {
        return !Double.isNaN(threshold);
    }

    /** Whether there is an interval. */
    public boolean hasInterval() {
        return !Double.isNaN(ciLow);
    }
}
