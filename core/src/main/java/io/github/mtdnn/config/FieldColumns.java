package io.github.mtdnn.config;

import io.github.mtdnn.task.ColumnRef;
import io.github.mtdnn.task.TableFormat;
import io.github.mtdnn.task.TextShape;
import java.util.List;

/** Where the fields of an example come from: the section {@code columns} of a split. */
record FieldColumns(ColumnRef uid, ColumnRef premise, ColumnRef hypothesis, ColumnRef label) {
    static final List<String> FIELDS = List.of("uid", "premise", "hypothesis", "label");

    /**
     * Reads the section {@code columns} of a split.
     *
     * @param task path of the task, for messages
     * @param header whether delimited text has names for its columns
     */
    static FieldColumns read(
            Section split, String task, TextShape shape, TableFormat format, boolean header) {
        Section columns = split.section("columns");
        ColumnReader reader = new ColumnReader(format.isDelimitedText());
        ColumnRef premise = reader.read(columns, "premise", new ColumnRef.Name("premise"));
        ColumnRef hypothesis =
                reader.read(
                        columns,
                        "hypothesis",
                        shape == TextShape.PAIR
                                ? new ColumnRef.Name("hypothesis")
                                : new ColumnRef.Absent());
        FieldColumns read =
                new FieldColumns(
                        reader.read(columns, "uid", new ColumnRef.RowCount()),
                        premise,
                        hypothesis,
                        reader.read(columns, "label", new ColumnRef.Name("label")));
        List<String> texts = FIELDS.subList(1, shape == TextShape.PAIR ? 3 : 2);
        for (String text : texts) {
            if (read.of(text).columns().isEmpty()) {
                columns.problem(
                        text,
                        "%s.%s has to be a column, by name or by number from 0 (-1 is the last)."
                                .formatted(columns.path(), text));
            }
        }
        if (shape == TextShape.SINGLE && !(hypothesis instanceof ColumnRef.Absent)) {
            columns.problem(
                    "hypothesis",
                    "%s.hypothesis is given, but %s.text = single. ".formatted(columns.path(), task)
                            + "Leave it out, or set text = pair.");
        }
        if (read.uid() instanceof ColumnRef.Absent || read.uid() instanceof ColumnRef.Constant) {
            columns.problem(
                    "uid",
                    "%s.uid has to differ from row to row; give a column, or row-count."
                            .formatted(columns.path()));
        }
        for (String field : FIELDS) {
            checkAgainstFormat(columns, field, read.of(field), format, header);
        }
        return read;
    }

    /** Notes columns that a format cannot have. */
    static void checkAgainstFormat(
            Section columns, String field, ColumnRef source, TableFormat format, boolean header) {
        String key = columns.path() + "." + field;
        for (ColumnRef column : source.columns()) {
            if (column instanceof ColumnRef.Index && !format.isDelimitedText()) {
                columns.problem(
                        field,
                        "%s is %s, but the columns of %s have names. Give the column's name."
                                .formatted(key, column, format.configName()));
            }
            if (column instanceof ColumnRef.Name && format.isDelimitedText() && !header) {
                columns.problem(
                        field,
                        ("%s is %s, but header = false, so that columns have no names. Give its"
                                        + " number from 0 (-1 is the last), or set header = true.")
                                .formatted(key, column));
            }
        }
    }

    /** The column of one of {@link #FIELDS}. */
    private ColumnRef of(String field) {
        return List.of(uid, premise, hypothesis, label).get(FIELDS.indexOf(field));
    }

    /** How many columns a row needs for all numbers to point into it. */
    int leastCount() {
        return FIELDS.stream().map(this::of).mapToInt(FieldColumns::leastCount).max().orElse(0);
    }

    /** How many columns a row needs for the numbers of a field to point into it. */
    static int leastCount(ColumnRef field) {
        return field.columns().stream()
                .filter(ColumnRef.Index.class::isInstance)
                .map(ColumnRef.Index.class::cast)
                .mapToInt(column -> column.index() < 0 ? -column.index() : column.index() + 1)
                .max()
                .orElse(0);
    }
}
