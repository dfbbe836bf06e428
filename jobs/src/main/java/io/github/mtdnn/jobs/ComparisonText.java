package io.github.mtdnn.jobs;

import io.github.mtdnn.metric.Difference;
import io.github.mtdnn.spark.train.compare.Comparison;
import java.util.List;
import java.util.Locale;

/** How two runs differ, for the console: a line per task, split and metric. */
final class ComparisonText {
    private ComparisonText() {}

    static String of(List<Comparison> comparisons) {
        int metricWidth =
                comparisons.stream()
                        .mapToInt(c -> c.difference().name().configName().length())
                        .max()
                        .orElse(0);
        String metricColumn = "%-" + Math.max(10, metricWidth) + "s";
        StringBuilder text =
                new StringBuilder(
                        ("%-16s %-14s " + metricColumn + " %8s %8s %8s  %-18s %8s  %-16s %9s")
                                .formatted(
                                        "task",
                                        "split",
                                        "metric",
                                        "A",
                                        "B",
                                        "B - A",
                                        "95 % interval",
                                        "p",
                                        "test",
                                        "examples"));
        for (Comparison comparison : comparisons) {
            Difference difference = comparison.difference();
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%n%-16s %-14s "
                                    + metricColumn
                                    + " %8.3f %8.3f %+8.3f  %-18s %8.4f  %-16s %,9d",
                            comparison.task(),
                            comparison.split(),
                            difference.name().configName(),
                            difference.first(),
                            difference.second(),
                            difference.value(),
                            String.format(
                                    Locale.ROOT,
                                    "[%+.3f, %+.3f]",
                                    difference.ciLow(),
                                    difference.ciHigh()),
                            comparison.pValue(),
                            comparison.test().tableName(),
                            difference.units()));
        }
        return text.toString();
    }
}
