package io.github.mtdnn.spark.train.table;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Collects what steps did and writes it to the table {@code steps}, a file per flush. */
public final class StepTable {
    private final Tables tables;
    private final String stage;
    private final List<String> tasks;
    private final List<StepReport> pending = new ArrayList<>();

    /**
     * @param tasks names of the tasks by index
     */
    public StepTable(Tables tables, String stage, List<String> tasks) {
        this.tables = tables;
        this.stage = stage;
        this.tasks = tasks;
    }

    public void add(List<StepReport> steps) {
        pending.addAll(steps);
    }

    /**
     * Writes what was collected.
     *
     * @param part name of these rows; they replace rows of the same name
     */
    public void flush(String part) {
        if (pending.isEmpty()) {
            return;
        }
        List<Row> rows =
                pending.stream()
                        .map(
                                step ->
                                        RowFactory.create(
                                                step.round(),
                                                step.step(),
                                                step.worker(),
                                                tasks.get(step.task()),
                                                step.loss(),
                                                step.learningRate(),
                                                step.gradNorm(),
                                                step.examples(),
                                                step.tokens(),
                                                step.seconds()))
                        .toList();
        tables.write(TableSchemas.STEPS_TABLE, stage, part, TableSchemas.STEPS, rows);
        pending.clear();
    }
}
