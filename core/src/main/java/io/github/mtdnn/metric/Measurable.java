package io.github.mtdnn.metric;

import io.github.mtdnn.task.MetricName;

/** What a measure can be taken of: all predictions, or a resample of them. */
@FunctionalInterface
public interface Measurable {
    /**
     * Takes a measure.
     *
     * @return a fraction, higher is better; NaN where the measure is undefined
     * @throws IllegalArgumentException if such predictions do not have the measure
     */
    double value(MetricName metric);
}
