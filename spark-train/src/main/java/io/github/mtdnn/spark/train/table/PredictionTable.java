package io.github.mtdnn.spark.train.table;

import io.github.mtdnn.spark.train.evaluate.SplitPredictions;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Writes the table {@code predictions}: a file per task and split. */
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
            String task = split.task().name();
            List<Row> rows =
                    split.rows().stream()
                            .map(
                                    prediction ->
                                            RowFactory.create(
                                                    task,
                                                    split.split(),
                                                    prediction.uid(),
                                                    prediction.label(),
                                                    prediction.value(),
                                                    boxed(prediction.probabilities()),
                                                    prediction.loss(),
                                                    prediction.rank(),
                                                    prediction.text(),
                                                    prediction.tags()))
                            .toList();
            tables.write(
                    TableSchemas.PREDICTIONS_TABLE,
                    stage,
                    task + "-" + split.split(),
                    TableSchemas.PREDICTIONS,
                    rows);
        }
    }

    private static List<Double> boxed(double[] values) {
        List<Double> list = new ArrayList<>(values.length);
        for (double value : values) {
            list.add(value);
        }
        return list;
    }
}
