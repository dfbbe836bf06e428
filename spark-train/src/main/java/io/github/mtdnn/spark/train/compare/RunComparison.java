package io.github.mtdnn.spark.train.compare;

import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.metric.Difference;
import io.github.mtdnn.metric.PairedComparison;
import io.github.mtdnn.metric.RunUids;
import io.github.mtdnn.spark.train.Progress;
import io.github.mtdnn.spark.train.compare.Comparison.Test;
import io.github.mtdnn.spark.train.evaluate.JudgedRows;
import io.github.mtdnn.spark.train.evaluate.PredictionRow;
import io.github.mtdnn.task.MetricName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.SparkSession;

/**
 * Compares two runs unit by unit on every split that both have predictions for, by every metric
 * that both were scored by. One split at a time is in the driver's memory.
 */
public final class RunComparison {
    private final StoredTables first;
    private final StoredTables second;
    private final int resamples;
    private final long seed;
    private final Progress progress;

    /**
     * @param resamples of the paired bootstrap, at least 1
     * @param progress hears of splits that only one of the runs has
     */
    public RunComparison(
            SparkSession session,
            StoredRun first,
            StoredRun second,
            int resamples,
            long seed,
            Progress progress) {
        this.first = new StoredTables(session, first);
        this.second = new StoredTables(session, second);
        this.resamples = resamples;
        this.seed = seed;
        this.progress = progress;
    }

    /**
     * Compares.
     *
     * @param tasks to be compared; empty: all that both runs have
     * @throws DataFormatException where the runs have no split in common or were not judged on the
     *     same examples
     */
    public List<Comparison> compare(Set<String> tasks) {
        List<Comparison> comparisons = new ArrayList<>();
        for (TaskSplit split : common(tasks)) {
            List<MetricName> metrics = new ArrayList<>(first.metrics(split));
            metrics.retainAll(second.metrics(split));
            if (metrics.isEmpty()) {
                throw new DataFormatException(
                        "%s: no metric is in the tables of both %s and %s. Score both runs by the same definition of the task."
                                .formatted(split, first.run(), second.run()));
            }
            StoredPredictions before = StoredPredictions.read(first, split);
            StoredPredictions after = StoredPredictions.read(second, split);
            requireSameData(split, before, after);
            JudgedRows judgedBefore = before.judged(metrics);
            JudgedRows judgedAfter = after.judged(metrics);
            for (MetricName metric : metrics) {
                PairedComparison pair =
                        PairedComparison.of(
                                judgedBefore.judgedBy(metric), judgedAfter.judgedBy(metric));
                comparisons.add(compare(split, metric, pair));
            }
        }
        return comparisons;
    }

    private Set<TaskSplit> common(Set<String> tasks) {
        Set<TaskSplit> ofFirst = first.splits();
        Set<TaskSplit> ofSecond = second.splits();
        Set<TaskSplit> common = new TreeSet<>(ofFirst);
        common.retainAll(ofSecond);
        common.removeIf(split -> !isWanted(split, tasks));
        if (common.isEmpty()) {
            throw new DataFormatException(
                    "the runs have no split%s in common: %s has predictions for %s, %s for %s. Compare runs that were scored on the same tasks."
                            .formatted(
                                    tasks.isEmpty() ? "" : " of " + String.join(", ", tasks),
                                    first.run(),
                                    ofFirst,
                                    second.run(),
                                    ofSecond));
        }
        reportLeftOut(first.run(), ofFirst, common, tasks);
        reportLeftOut(second.run(), ofSecond, common, tasks);
        return common;
    }

    private static boolean isWanted(TaskSplit split, Set<String> tasks) {
        return tasks.isEmpty() || tasks.contains(split.task());
    }

    private void reportLeftOut(
            StoredRun run, Set<TaskSplit> splits, Set<TaskSplit> common, Set<String> tasks) {
        for (TaskSplit split : splits) {
            if (isWanted(split, tasks) && !common.contains(split)) {
                progress.line("compare  %s is left out: only %s has predictions", split, run);
            }
        }
    }

    /** Both have the same rows, whose labels, answers and groups are the same. */
    private static void requireSameData(
            TaskSplit split, StoredPredictions before, StoredPredictions after) {
        if (before.type() != after.type()) {
            throw new DataFormatException(
                    "%s is a task of %s in %s and of %s in %s. Compare runs by the same definition of the task."
                            .formatted(
                                    split,
                                    before.type().configName(),
                                    before.run(),
                                    after.type().configName(),
                                    after.run()));
        }
        int[] places = places(split, before.uids(), after.uids());
        for (int row = 0; row < places.length; row++) {
            PredictionRow one = before.rows().get(row);
            PredictionRow other = after.rows().get(places[row]);
            if (!one.truth().equals(other.truth())) {
                throw new DataFormatException(
                        "%s: the example \"%s\" has %s in %s and %s in %s. Compare runs that were scored on the same data."
                                .formatted(
                                        split,
                                        one.uid(),
                                        one.truth(),
                                        before.run(),
                                        other.truth(),
                                        after.run()));
            }
        }
    }

    private static int[] places(TaskSplit split, RunUids before, RunUids after) {
        try {
            return before.placesIn(after);
        } catch (DataFormatException e) {
            throw new DataFormatException("%s: %s".formatted(split, e.getMessage()), e);
        }
    }

    private Comparison compare(TaskSplit split, MetricName metric, PairedComparison pair) {
        Difference difference = pair.difference(metric, resamples, seed);
        return pair.mcNemar(metric)
                .map(test -> of(split, difference, test.pValue(), Test.MCNEMAR_MID_P))
                .orElseGet(() -> of(split, difference, difference.pValue(), Test.PAIRED_BOOTSTRAP));
    }

    private static Comparison of(TaskSplit split, Difference difference, double pValue, Test test) {
        return new Comparison(split.task(), split.split(), difference, pValue, test);
    }
}
