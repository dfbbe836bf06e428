package io.github.mtdnn.task;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the raw data of a split is and how its columns map to the fields of an example.
 *
 * @param split the split it is read into
 * @param paths files or directories, relative to {@code data.raw}, read one after the other; for
 *     {@link TableFormat#TABLE} the table's name alone
 * @param url page where the owner of the data publishes it; empty where that is not told
 * @param format how rows are stored
 * @param header whether the first line of each file holds the column names (delimited text)
 * @param stripLines whether blanks and TABs at both ends of a line are dropped before it is split,
 *     as the Python toolkit does (delimited text)
 * @param separator what stands between columns ({@link TableFormat#CSV})
 * @param columnCounts how many columns a row may have (delimited text); empty: any number
 * @param shortRows what to do with a row that has fewer columns than allowed
 * @param rows list within each JSON object whose elements are the rows, for example {@code
 *     passage.questions[].answers[]}; empty where the object itself is one
 * @param documents how text is cut into rows ({@link TableFormat#TEXT})
 * @param fields where the fields of an example come from
 * @param selection which rows are examples
 */
public record SplitSource(
        Split split,
        List<String> paths,
        String url,
        TableFormat format,
        boolean header,
        boolean stripLines,
        char separator,
        ColumnCounts columnCounts,
        ShortRows shortRows,
        String rows,
        Documents documents,
        FieldColumns fields,
        Selection selection)
        implements Serializable {

    public SplitSource {
        paths = List.copyOf(paths);
    }

    /** What {@link #paths} names, in one text. */
    public String path() {
        return String.join(", ", paths);
    }

    /** The same, with one path. */
    public SplitSource withPath(String path) {
        return new SplitSource(
                split,
                List.of(path),
                url,
                format,
                header,
                stripLines,
                separator,
                columnCounts,
                shortRows,
                rows,
                documents,
                fields,
                selection);
    }

    /** The column of a field. */
    public ColumnRef column(Field field) {
        return fields.of(field);
    }

    /** Every column that a raw row has to have. */
    public List<ColumnRef> columns() {
        return Stream.concat(
                        fields.columns().stream(), selection.where().column().columns().stream())
                .toList();
    }

    /**
     * The column that tells what is to be predicted: that of the label, or where candidates have
     * none, of the answers among them.
     *
     * @param shape of the task, which says what the label is
     */
    public ColumnRef label(TextShape shape) {
        ColumnRef label = column(shape.labelField());
        return label instanceof ColumnRef.Absent ? column(Field.ANSWERS) : label;
    }

    /**
     * Whether the examples of this split carry labels that can be scored.
     *
     * @param shape of the task, which says what the label is
     */
    public boolean isLabelled(TextShape shape) {
        ColumnRef label = label(shape);
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

    /**
     * Which rows of the raw data are examples of the split.
     *
     * @param skipLabels rows with one of these labels are not, for example SNLI's "-"
     * @param where only rows that fulfil this condition are
     * @param sample which part of those that are left
     */
    public record Selection(List<String> skipLabels, Condition where, Sample sample)
            implements Serializable {
        public static final Selection ALL = new Selection(List.of(), Condition.NONE, Sample.ALL);

        public Selection {
            skipLabels = List.copyOf(skipLabels);
        }
    }

    /**
     * A condition that a row fulfils where a column holds one of some texts.
     *
     * @param column {@link ColumnRef.Absent} where there is no condition
     */
    public record Condition(ColumnRef column, List<String> values) implements Serializable {
        public static final Condition NONE = new Condition(new ColumnRef.Absent(), List.of());

        public Condition {
            values = List.copyOf(values);
        }

        /** Whether every row will do. */
        public boolean isNone() {
            return column instanceof ColumnRef.Absent;
        }
    }
}
