package io.github.mtdnn.spark.prep;

import io.github.mtdnn.task.ColumnRef;
import java.util.List;

/** A row of raw data. */
interface RawRow {
    /**
     * The text in a column named by {@link ColumnRef.Index} or {@link ColumnRef.Name}.
     *
     * @throws RowProblem where the row has no text there
     */
    String text(ColumnRef column);

    /**
     * The texts in a column that holds a list of them, or in {@link ColumnRef.From}; empty where
     * the list is.
     *
     * @param wordByWord whether a text that is not written as a list is one of words with blanks
     *     between them, and not of itself alone
     * @throws RowProblem where the row has no such list there
     */
    default List<String> texts(ColumnRef column, boolean wordByWord) {
        return ListText.parse(text(column), column, wordByWord);
    }
}
