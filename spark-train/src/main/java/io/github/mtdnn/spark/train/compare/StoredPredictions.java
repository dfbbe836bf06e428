package io.github.mtdnn.spark.train.compare;

import static org.apache.spark.sql.functions.col;

import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.metric.ClassPredictions;
import io.github.mtdnn.metric.ClassScores;
import io.github.mtdnn.metric.Predictions;
import io.github.mtdnn.metric.RunPredictions;
import io.github.mtdnn.metric.ScorePairs;
import io.github.mtdnn.task.MetricName;
import io.github.mtdnn.task.PredictionKind;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.Row;

/**
 * What a run predicted for one split, as the table {@code predictions} holds it: the one place that
 * makes of its rows what a metric judges.
 */
final class StoredPredictions {
    private final StoredRun run;
    private final TaskSplit split;
    private final List<Row> rows;

    /**
     * @param rows of the table, all of this split
     */
    private StoredPredictions(StoredRun run, TaskSplit split, List<Row> rows) {
        this.run = run;
        this.split = split;
        this.rows = rows;
    }

    static StoredPredictions read(StoredTables tables, TaskSplit split) {
        List<Row> rows =
                tables.predictions()
                        .where(col("task").equalTo(split.task()))
                        .where(col("split").equalTo(split.split()))
                        .select("uid", "label", "prediction", "probabilities")
                        .collectAsList();
        return new StoredPredictions(tables.run(), split, rows);
    }

    /** Identifier of each example. */
    List<String> uids() {
        return rows.stream().map(row -> row.<String>getAs("uid")).toList();
    }

    /** What the example is judged by: class index or score. */
    double label(int row) {
        return rows.get(row).getAs("label");
    }

    /**
     * The predictions in the kind that a metric judges.
     *
     * @throws DataFormatException where the table does not hold such predictions
     */
    RunPredictions judgedBy(MetricName metric) {
        return new RunPredictions(uids(), predictions(metric));
    }

    private Predictions predictions(MetricName metric) {
        double[] labels = column(row -> row.getAs("label"));
        double[] values = column(row -> row.getAs("prediction"));
        int classes = rows.stream().mapToInt(row -> row.getList(3).size()).min().orElse(0);
        if (PredictionKind.SCORES.metrics().contains(metric)) {
            return ScorePairs.of(labels, values);
        }
        if (classes >= 2 && PredictionKind.CLASSES.metrics().contains(metric)) {
            return ClassPredictions.of(labels, values, classes);
        }
        if (classes == 2 && PredictionKind.CLASS_SCORES.metrics().contains(metric)) {
            return ClassScores.of(labels, column(row -> row.<Double>getList(3).get(1)));
        }
        throw new DataFormatException(
                "%s: the predictions for %s cannot be compared by %s, since the table holds no more than a class with its probabilities, or a score, for each example. Runs on classification and regression can be compared; choose tasks by --task."
                        .formatted(run, split, metric.configName()));
    }

    private double[] column(ToDoubleFunction<Row> value) {
        return rows.stream().mapToDouble(value).toArray();
    }
}
