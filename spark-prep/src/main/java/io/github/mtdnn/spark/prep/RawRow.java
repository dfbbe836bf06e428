package io.github.mtdnn.spark.prep;

import io.github.mtdnn.task.ColumnRef;

/** A row of raw data. */
interface RawRow {
    /**
     * The text in a column named by {@link ColumnRef.Index} or {@link ColumnRef.Name}.
     *
     * @throws RowProblem where the row has no text there
     */
    String text(ColumnRef column);
}
