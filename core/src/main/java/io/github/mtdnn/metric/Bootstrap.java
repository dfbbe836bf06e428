package io.github.mtdnn.metric;

import io.github.mtdnn.task.MetricName;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The percentile bootstrap (Efron 1979): measures many resamples of the examples and takes as 95 %
 * interval what lies between the 2.5th and the 97.5th percentile. The same seed gives the same
 * interval.
 */
final class Bootstrap {
    private final int resamples;
    private final long seed;

    /**
     * @param resamples how many resamples to measure; 0 for no intervals
     */
    Bootstrap(int resamples, long seed) {
        if (resamples < 0) {
            throw new IllegalArgumentException("resamples = " + resamples + " is negative");
        }
        this.resamples = resamples;
        this.seed = seed;
    }

    /** The measures of predictions, each with its interval, in the order of the names. */
    List<MetricValue> measure(Predictions predictions, List<MetricName> metrics) {
        double[][] values = new double[metrics.size()][resamples];
        SplittableRandom random = new SplittableRandom(seed);
        for (int r = 0; r < resamples; r++) {
            Measurable resample = predictions.resample(random);
            for (int m = 0; m < values.length; m++) {
                values[m][r] = resample.value(metrics.get(m));
            }
        }
        List<MetricValue> measured = new ArrayList<>();
        for (int m = 0; m < values.length; m++) {
            Resampled resampled = new Resampled(values[m]);
            measured.add(
                    new MetricValue(
                            metrics.get(m),
                            predictions.value(metrics.get(m)),
                            predictions.threshold(metrics.get(m)).orElse(Double.NaN),
                            resampled.ciLow(),
                            resampled.ciHigh(),
                            predictions.units(),
                            resampled.undefined()));
        }
        return measured;
    }
}
