package io.github.mtdnn.metric;

import io.github.mtdnn.task.MetricName;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Judges the predictions of a task on a split. */
public final class Metrics {
    private Metrics() {}

    /**
     * Computes measures with 95 % intervals from the bootstrap.
     *
     * @param metrics what to compute
     * @param predictions of each kind that the measures need one; each measure is taken of the
     *     first whose kind has it
     * @param resamples resamples of the bootstrap; 0 for no intervals
     * @param seed the same seed gives the same intervals
     * @return the values, in the order of the measures
     */
    public static List<MetricValue> compute(
            List<MetricName> metrics, List<Predictions> predictions, int resamples, long seed) {
        Map<Predictions, List<MetricName>> byPredictions =
                metrics.stream()
                        .distinct()
                        .collect(Collectors.groupingBy(metric -> judging(metric, predictions)));
        Bootstrap bootstrap = new Bootstrap(resamples, seed);
        Map<MetricName, MetricValue> values = new EnumMap<>(MetricName.class);
        byPredictions.forEach(
                (judged, names) ->
                        bootstrap
                                .measure(judged, names)
                                .forEach(value -> values.put(value.name(), value)));
        return metrics.stream().map(values::get).toList();
    }

    private static Predictions judging(MetricName metric, List<Predictions> predictions) {
        return predictions.stream()
                .filter(judged -> judged.kind().metrics().contains(metric))
                .findFirst()
                .orElseThrow(() -> predictions.get(0).kind().refusal(metric));
    }

    /**
     * The same for the class or score of each example.
     *
     * @param metrics what to compute; measures of classes for classification, of scores for
     *     regression
     * @param labels class index or score of each example
     * @param predictions class index or score predicted for each example
     * @param numClasses number of classes; 1 for regression
     */
    public static List<MetricValue> compute(
            List<MetricName> metrics,
            double[] labels,
            double[] predictions,
            int numClasses,
            int resamples,
            long seed) {
        Predictions judged =
                numClasses == 1
                        ? ScorePairs.of(labels, predictions)
                        : ClassPredictions.of(labels, predictions, numClasses);
        return compute(metrics, List.of(judged), resamples, seed);
    }

    /**
     * The value of a measure when the most frequent class is predicted for every example: what a
     * model has to beat.
     *
     * @param labels class index of each example
     * @param numClasses number of classes, at least 2
     */
    public static double majorityBaseline(MetricName metric, double[] labels, int numClasses) {
        return ClassPredictions.of(labels, labels, numClasses)
                .confusionMatrix()
                .ofMajorityClass()
                .value(metric);
    }
}
