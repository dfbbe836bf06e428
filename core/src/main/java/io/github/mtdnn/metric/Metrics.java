package io.github.mtdnn.metric;

import io.github.mtdnn.task.MetricName;
import java.util.List;

/** Judges the predictions of a task on a split. */
public final class Metrics {
    private Metrics() {}

    /**
     * Computes measures with 95 % intervals from the bootstrap.
     *
     * @param metrics what to compute; measures of classes for classification, of scores for
     *     regression
     * @param labels class index or score of each example
     * @param predictions class index or score predicted for each example
     * @param numClasses number of classes; 1 for regression
     * @param resamples resamples of the bootstrap; 0 for no intervals
     * @param seed the same seed gives the same intervals
     * @return the values, in the order of the measures
     */
    public static List<MetricValue> compute(
            List<MetricName> metrics,
            double[] labels,
            double[] predictions,
            int numClasses,
            int resamples,
            long seed) {
        return new Bootstrap(resamples, seed)
                .measure(predictions(labels, predictions, numClasses), metrics);
    }

    /**
     * The value of a measure when the most frequent class is predicted for every example: what a
     * model has to beat.
     *
     * @param labels class index of each example
     * @param numClasses number of classes, at least 2
     */
    public static double majorityBaseline(MetricName metric, double[] labels, int numClasses) {
        return ConfusionMatrix.of(labels, labels, numClasses).ofMajorityClass().value(metric);
    }

    private static Predictions predictions(double[] labels, double[] predictions, int numClasses) {
        return numClasses == 1
                ? ScorePairs.of(labels, predictions)
                : ConfusionMatrix.of(labels, predictions, numClasses);
    }
}
