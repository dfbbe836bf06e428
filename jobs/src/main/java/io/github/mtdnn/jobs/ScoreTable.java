package io.github.mtdnn.jobs;

import io.github.mtdnn.metric.MetricValue;
import io.github.mtdnn.spark.train.evaluate.SplitScore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run came to, for the console: a line per task, split and metric, a column per stage, with
 * the value of predicting the most frequent label beside them.
 */
final class ScoreTable {
    private static final String NONE = "-";

    private final List<String> stages = new ArrayList<>();
    private final Map<String, Row> rows = new LinkedHashMap<>();

    private record Row(
            String task,
            String split,
            String metric,
            double baseline,
            Map<String, MetricValue> values) {}

    /** Adds a column. */
    void add(String stage, List<SplitScore> scores) {
        stages.add(stage);
        for (SplitScore score : scores) {
            for (int i = 0; i < score.metrics().size(); i++) {
                MetricValue value = score.metrics().get(i);
                String metric = value.name().configName();
                double baseline = score.baselines().get(i);
                rows.computeIfAbsent(
                                score.task().name() + "/" + score.split() + "/" + metric,
                                key ->
                                        new Row(
                                                score.task().name(),
                                                score.split(),
                                                metric,
                                                baseline,
                                                new LinkedHashMap<>()))
                        .values()
                        .put(stage, value);
            }
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append("%-16s %-14s %-10s %8s".formatted("task", "split", "metric", "baseline"));
        stages.forEach(stage -> text.append("  %-22s".formatted(stage)));
        for (Row row : rows.values()) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%n%-16s %-14s %-10s %8.3f",
                            row.task(),
                            row.split(),
                            row.metric(),
                            row.baseline()));
            for (String stage : stages) {
                text.append("  %-22s".formatted(cell(row.values().get(stage))));
            }
        }
        return text.toString();
    }

    private static String cell(MetricValue value) {
        if (value == null) {
            return NONE;
        }
        return value.hasInterval()
                ? String.format(
                        Locale.ROOT,
                        "%.3f [%.3f, %.3f]",
                        value.value(),
                        value.ciLow(),
                        value.ciHigh())
                : String.format(Locale.ROOT, "%.3f", value.value());
    }
}
