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

    /**
     * The value of a measure when the same is predicted for every example: what a model has to
     * beat.
     *
     * @param predictions as in {@link #compute}
     */
    public static double baseline(MetricName metric, List<Predictions> predictions) {
        return judging(metric, predictions).baseline().value(metric);
    }

    /**
     * The predictions that a measure is taken of.
     *
     * @param predictions as in {@link #compute}
     */
    public static Predictions judging(MetricName metric, List<Predictions> predictions) {
        return predictions.stream()
                .filter(judged -> judged.kind().metrics().contains(metric))
                .findFirst()
                .orElseThrow(() -> predictions.get(0).kind().refusal(metric));
    }
}
