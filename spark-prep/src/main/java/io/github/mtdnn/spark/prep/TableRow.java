package io.github.mtdnn.spark.prep;

import io.github.mtdnn.task.ColumnRef;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * A row that Spark SQL has read: its place, then the columns that the split uses, as text.
 *
 * @param names of those columns, in order
 * @param values their texts; null where the table holds null
 */
record TableRow(RowKey key, List<String> names, String[] values) implements RawRow, Serializable {

    /**
     * @param row file name, row number, then the columns
     */
    static TableRow of(Row row, List<String> names) {
        String[] values = new String[names.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.getString(i + 2);
        }
        return new TableRow(new RowKey(row.getString(0), row.getLong(1)), names, values);
    }

    /** The columns that the split uses, with TABs between them. */
    String raw() {
        return String.join("\t", values);
    }

    @Override
    public String text(ColumnRef column) {
        String value = values[names.indexOf(((ColumnRef.Name) column).name())];
        if (value == null) {
            throw new RowProblem(
                    "%s is null. Fill it, or leave such rows out of the data.".formatted(column));
        }
        return value;
    }
}
