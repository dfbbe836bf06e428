package io.github.mtdnn.task;

import java.io.Serializable;
import java.util.List;

/**
 * Where the raw data of a split is and how its columns map to the fields of an example.
 *
 * @param split the split it is read into
 * @param path file or directory, relative to {@code data.raw}; for {@link TableFormat#TABLE} the
 *     table's name
 * @param format how rows are stored
 * @param header whether the first line of each file holds the column names (delimited text)
 * @param stripLines whether blanks and TABs at both ends of a line are dropped before it is split,
 *     as the Python toolkit does (delimited text)
 * @param columnCounts how many columns a row may have (delimited text); empty: any number
 * @param shortRows what to do with a row that has fewer columns than allowed
 * @param uid the example's identifier
 * @param premise first text
 * @param hypothesis second text; {@link ColumnRef.Absent} for single texts
 * @param label label or score; {@link ColumnRef.Absent} where the split has none
 * @param skipLabels rows with one of these labels are left out, for example SNLI's "-"
 */
public record SplitSource(
        Split split,
        String path,
        TableFormat format,
        boolean header,
        boolean stripLines,
        ColumnCounts columnCounts,
        ShortRows shortRows,
        ColumnRef uid,
        ColumnRef premise,
        ColumnRef hypothesis,
        ColumnRef label,
        List<String> skipLabels)
        implements Serializable {

    public SplitSource {
        skipLabels = List.copyOf(skipLabels);
    }

    /** Whether the examples of this split carry labels that can be scored. */
    public boolean isLabelled() {
        return !(label instanceof ColumnRef.Absent || label instanceof ColumnRef.Constant);
    }

    /** What to do with a row of delimited text that has too few columns. */
    public enum ShortRows {
        FAIL,
        SKIP
    }

    /**
     * The number of columns that a row of delimited text may have.
     *
     * @param min least number, 0 where any will do
     * @param max greatest number
     */
    public record ColumnCounts(int min, int max) implements Serializable {
        public static final ColumnCounts ANY = new ColumnCounts(0, Integer.MAX_VALUE);

        public static ColumnCounts atLeast(int min) {
            return new ColumnCounts(min, Integer.MAX_VALUE);
        }

        public static ColumnCounts exactly(int count) {
            return new ColumnCounts(count, count);
        }
    }
}
