package io.github.mtdnn.spark.train.compare;

import static org.apache.spark.sql.functions.col;

import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.metric.RunUids;
import io.github.mtdnn.spark.train.evaluate.JudgedRows;
import io.github.mtdnn.spark.train.evaluate.PredictionRow;
import io.github.mtdnn.spark.train.table.PredictionTable;
import io.github.mtdnn.task.MetricName;
import io.github.mtdnn.task.TaskType;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * What a run predicted for one split, as the table {@code predictions} holds it.
 *
 * @param type of the task
 * @param rows all of this split, in the order of the table
 */
record StoredPredictions(StoredRun run, TaskType type, List<PredictionRow> rows) {

    /**
     * Reads a split.
     *
     * @throws DataFormatException where the table is of a version that told less
     */
    static StoredPredictions read(StoredTables tables, TaskSplit split) {
        List<Row> rows =
                tables.predictions()
                        .where(col("task").equalTo(split.task()))
                        .where(col("split").equalTo(split.split()))
                        .collectAsList();
        String typeName = rows.get(0).getAs("type");
        TaskType type =
                Arrays.stream(TaskType.values())
                        .filter(candidate -> candidate.configName().equals(typeName))
                        .findFirst()
                        .orElseThrow(() -> tooOld(tables.run(), split));
        return new StoredPredictions(
                tables.run(), type, rows.stream().map(PredictionTable::prediction).toList());
    }

    private static DataFormatException tooOld(StoredRun run, TaskSplit split) {
        return new DataFormatException(
                "%s: the predictions for %s were written by a version of this software whose table does not tell what they are judged by. Score the run's checkpoint by evaluate, which writes them anew."
                        .formatted(run, split));
    }

    /** What the rows are called. */
    RunUids uids() {
        return new RunUids(run.toString(), rows.stream().map(PredictionRow::uid).toList());
    }

    /** The predictions as what measures judge. */
    JudgedRows judged(List<MetricName> metrics) {
        return JudgedRows.of(type, List.of(), metrics, rows);
    }
}
