package io.github.mtdnn.spark.train.evaluate;

import io.github.mtdnn.metric.ClassReport;
import io.github.mtdnn.metric.MetricValue;
import io.github.mtdnn.metric.Metrics;
import io.github.mtdnn.metric.Predictions;
import io.github.mtdnn.task.SplitRole;
import io.github.mtdnn.task.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The metrics of one task on one split.
 *
 * @param metrics in the order of the task's definition, the task's own measure first
 * @param baselines what predicting the most frequent label, or one score for all, reaches in each
 * @param report how each class, tag or type of entity was predicted
 */
public record SplitScore(
        Task task,
        String split,
        SplitRole role,
        List<MetricValue> metrics,
        List<Double> baselines,
        ClassReport report) {

    /**
     * Scores predictions.
     *
     * @param resamples of the bootstrap that gives the intervals; 0: none
     */
    public static SplitScore of(SplitPredictions predictions, int resamples, long seed) {
        Task task = predictions.task();
        JudgedRows rows = predictions.judged();
        List<Predictions> judged = rows.predictions();
        return new SplitScore(
                task,
                predictions.split(),
                predictions.role(),
                Metrics.compute(task.metrics(), judged, resamples, seed),
                task.metrics().stream().map(metric -> Metrics.baseline(metric, judged)).toList(),
                rows.report());
    }

    /**
     * One number to choose checkpoints by: the mean over the tasks of their own measure, over their
     * dev splits. An undefined measure counts 0; NaN where no dev split is scored.
     */
    public static double meanOfDev(List<SplitScore> scores) {
        Map<String, List<SplitScore>> byTask =
                scores.stream()
                        .filter(score -> score.role() == SplitRole.DEV)
                        .collect(
                                Collectors.groupingBy(
                                        score -> score.task().name(),
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        return byTask.values().stream()
                .mapToDouble(
                        splits ->
                                splits.stream()
                                        .mapToDouble(SplitScore::definedMain)
                                        .average()
                                        .orElseThrow())
                .average()
                .orElse(Double.NaN);
    }

    /** The task's own measure. */
    public MetricValue main() {
        return metrics.get(0);
    }

    private double definedMain() {
        return Double.isNaN(main().value()) ? 0 : main().value();
    }

    /** One line for the console. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder("%-16s %-14s".formatted(task.name(), split));
        for (int i = 0; i < metrics.size(); i++) {
            MetricValue metric = metrics.get(i);
            line.append(
                    String.format(
                            Locale.ROOT,
                            "  %s %.3f [%.3f, %.3f] (baseline %.3f)",
                            metric.name().configName(),
                            metric.value(),
                            metric.ciLow(),
                            metric.ciHigh(),
                            baselines.get(i)));
            if (metric.hasThreshold()) {
                line.append(String.format(Locale.ROOT, " at threshold %.3f", metric.threshold()));
            }
        }
        return line.toString();
    }
}
