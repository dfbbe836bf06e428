package io.github.mtdnn.spark.train.table;

import io.github.mtdnn.spark.train.evaluate.PredictionRow;
import io.github.mtdnn.spark.train.evaluate.SplitPredictions;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Writes the table {@code predictions}, a file per task and split, and reads its rows. */
public final class PredictionTable {
    private final Tables tables;
    private final String stage;

    public PredictionTable(Tables tables, String stage) {
        this.tables = tables;
        this.stage = stage;
    }

    /** Writes predictions in place of earlier ones of the same tasks and splits. */
    public void write(List<SplitPredictions> splits) {
        for (SplitPredictions split : splits) {
            tables.write(
                    TableSchemas.PREDICTIONS_TABLE,
                    stage,
                    split.task().name() + "-" + split.split(),
                    TableSchemas.PREDICTIONS,
                    split.rows().stream().map(prediction -> row(split, prediction)).toList());
        }
    }

    private static Row row(SplitPredictions split, PredictionRow prediction) {
        return RowFactory.create(
                split.task().name(),
                split.split(),
                split.task().type().configName(),
                prediction.uid(),
                prediction.truth().group(),
                prediction.truth().label(),
                prediction.value(),
                prediction.probabilities(),
                prediction.loss(),
                prediction.rank(),
                prediction.text(),
                prediction.bestAnswer(),
                prediction.truth().answers(),
                prediction.tags(),
                prediction.truth().tags());
    }

    /** The prediction that a row of the table holds. */
    public static PredictionRow prediction(Row row) {
        return new PredictionRow(
                row.getAs("uid"),
                new PredictionRow.Truth(
                        row.getAs("group"),
                        row.getAs("label"),
                        list(row, "answers"),
                        list(row, "tag_labels")),
                row.getAs("prediction"),
                PredictionTable.<Double>list(row, "probabilities").stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray(),
                row.getAs("loss"),
                row.getAs("rank"),
                row.getAs("text"),
                row.getAs("best_answer"),
                list(row, "tags"));
    }

    /** A list of Java, since what Spark gives is a view of one of Scala. */
    private static <T> List<T> list(Row row, String column) {
        return List.copyOf(row.getList(row.fieldIndex(column)));
    }
}
