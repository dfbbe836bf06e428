package io.github.mtdnn.spark.train.compare;

import static org.apache.spark.sql.functions.col;

import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.spark.train.table.TableSchemas;
import io.github.mtdnn.task.MetricName;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** The rows of one run in the tables that a comparison reads. */
record StoredTables(SparkSession session, StoredRun run) {

    Dataset<Row> predictions() {
        return rows(TableSchemas.PREDICTIONS_TABLE, TableSchemas.PREDICTIONS);
    }

    /** Everything that the run has predictions for that were scored. */
    Set<TaskSplit> splits() {
        Set<TaskSplit> splits = splits(predictions());
        splits.retainAll(splits(metrics()));
        return splits;
    }

    private static Set<TaskSplit> splits(Dataset<Row> rows) {
        return rows.select("task", "split").distinct().collectAsList().stream()
                .map(row -> new TaskSplit(row.getString(0), row.getString(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Those of the checkpoint that was kept. */
    private Dataset<Row> metrics() {
        return rows(TableSchemas.METRICS_TABLE, TableSchemas.METRICS)
                .where(col("epoch").equalTo(0));
    }

    /** What the predictions for a split were scored by, of the checkpoint that was kept. */
    List<MetricName> metrics(TaskSplit split) {
        Set<String> names =
                metrics()
                        .where(col("task").equalTo(split.task()))
                        .where(col("split").equalTo(split.split()))
                        .select("metric")
                        .collectAsList()
                        .stream()
                        .map(row -> row.getString(0))
                        .collect(Collectors.toSet());
        return Arrays.stream(MetricName.values())
                .filter(metric -> names.contains(metric.configName()))
                .toList();
    }

    private Dataset<Row> rows(String table, StructType schema) {
        Path directory = run.rows(table);
        if (!run.directory().exists(directory)) {
            throw new DataFormatException(
                    "%s is not there, so run %s cannot be compared. Run stage %s again."
                            .formatted(directory, run, run.stage()));
        }
        return session.read().schema(schema).parquet(directory.toString());
    }
}
