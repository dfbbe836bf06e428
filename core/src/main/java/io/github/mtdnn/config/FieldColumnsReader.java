package io.github.mtdnn.config;

import io.github.mtdnn.task.ColumnRef;
import io.github.mtdnn.task.Field;
import io.github.mtdnn.task.FieldColumns;
import io.github.mtdnn.task.TableFormat;
import io.github.mtdnn.task.TextShape;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads where the fields of an example come from: the section {@code columns} of a split. */
final class FieldColumnsReader {
    static final List<String> FIELDS =
            Arrays.stream(Field.values()).map(Field::configName).toList();

    /** What a row of plain text has. */
    private static final ColumnRef.Name DOCUMENT = new ColumnRef.Name(Field.TEXT.configName());

    private final Section columns;
    private final String task;
    private final TextShape shape;
    private final List<Field> fields;
    private final TableFormat format;
    private final boolean header;

    /**
     * @param split section of the split
     * @param task path of the task, for messages
     * @param header whether delimited text has names for its columns
     */
    FieldColumnsReader(
            Section split, String task, TextShape shape, TableFormat format, boolean header) {
        this.columns = split.section("columns");
        this.task = task;
        this.shape = shape;
        this.fields =
                format.isTokenized() ? List.of(Field.UID, shape.labelField()) : shape.fields();
        this.format = format;
        this.header = header;
    }

    FieldColumns read() {
        ColumnReader reader = new ColumnReader(format.hasNumberedColumns());
        Map<Field, ColumnRef> read = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            ColumnRef column = reader.read(columns, field.configName(), standard(field));
            read.put(field, column);
            check(field, column);
            checkAgainstFormat(columns, field.configName(), column, format, header);
        }
        return new FieldColumns(read);
    }

    /**
     * Where a field is when nothing is said: a column of its name, if examples have it, and in
     * CoNLL's files, which have no names, the first and the last.
     */
    private ColumnRef standard(Field field) {
        if (format.isTokenized()) {
            return tokenizedStandard(field);
        }
        if (field == Field.UID) {
            return new ColumnRef.RowCount();
        }
        if (format == TableFormat.CONLL && field == Field.WORDS) {
            return new ColumnRef.Index(0);
        }
        if (format == TableFormat.CONLL && field == Field.TAGS) {
            return new ColumnRef.Index(-1);
        }
        return fields.contains(field) && !shape.isExtra(field)
                ? new ColumnRef.Name(field.configName())
                : new ColumnRef.Absent();
    }

    /** The Python toolkit's names for what is beside the tokens. */
    private ColumnRef tokenizedStandard(Field field) {
        if (field == Field.UID) {
            return new ColumnRef.Name("uid");
        }
        return field == shape.labelField() ? new ColumnRef.Name("label") : new ColumnRef.Absent();
    }

    private void check(Field field, ColumnRef column) {
        String key = columns.path() + "." + field.configName();
        if (field.isList() && column.isText() && !(column instanceof ColumnRef.Absent)) {
            columns.problem(
                    field.configName(),
                    ("%s has to be a list, but %s is one text; give a column that holds a list, or"
                                    + " [column, …], {split = column, at = \",\"} or {from = number}.")
                            .formatted(key, column));
        }
        if (column.isList() && !field.isList()) {
            columns.problem(
                    field.configName(),
                    "%s is a list, but the field is one text; give one column, or {template = \"…{column}…\"}."
                            .formatted(key));
        }
        if (!fields.contains(field)) {
            if (!(column instanceof ColumnRef.Absent)) {
                columns.problem(field.configName(), notThere(key));
            }
        } else if (field == Field.UID) {
            if (column instanceof ColumnRef.Absent || column instanceof ColumnRef.Constant) {
                columns.problem(
                        field.configName(),
                        "%s has to differ from row to row; give a column, or row-count."
                                .formatted(key));
            }
        } else if (!field.isOptional() && column.columns().isEmpty()) {
            columns.problem(
                    field.configName(),
                    "%s has to be a column, by name or by number from 0 (-1 is the last)."
                            .formatted(key));
        }
    }

    private String notThere(String key) {
        return format.isTokenized()
                ? "%s is given, but texts are tokens already in format = %s, which has %s. Leave it out."
                        .formatted(key, format.configName(), names(fields))
                : "%s is given, but %s.text = %s, which has %s. Leave it out, or correct text."
                        .formatted(key, task, shape.configName(), names(fields));
    }

    private static String names(List<Field> fields) {
        return fields.stream().map(Field::configName).collect(Collectors.joining(", "));
    }

    /** Notes columns that a format cannot have. */
    static void checkAgainstFormat(
            Section columns, String field, ColumnRef source, TableFormat format, boolean header) {
        String key = columns.path() + "." + field;
        for (ColumnRef column : source.columns()) {
            if (column instanceof ColumnRef.Index && !format.hasNumberedColumns()) {
                columns.problem(
                        field,
                        "%s is %s, but the columns of %s have names. Give the column's name."
                                .formatted(key, column, format.configName()));
            }
            if (column instanceof ColumnRef.Name && format == TableFormat.CONLL) {
                columns.problem(
                        field,
                        "%s is %s, but the columns of conll have numbers, from 0 (-1 is the last). Give the column's number."
                                .formatted(key, column));
            }
            if (format == TableFormat.TEXT && !column.equals(DOCUMENT)) {
                columns.problem(
                        field,
                        "%s is %s, but plain text has the column \"%s\" alone. Leave it out."
                                .formatted(key, column, DOCUMENT.name()));
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

    /**
     * How many columns a row needs for the numbers among some columns to point into it.
     *
     * @param apart whether what is counted from the front is never what is counted from the end
     */
    static int leastCount(List<ColumnRef> columns, boolean apart) {
        int fromFront = 0;
        int fromEnd = 0;
        for (ColumnRef column : columns) {
            if (column instanceof ColumnRef.Index number) {
                fromFront = Math.max(fromFront, number.index() + 1);
                fromEnd = Math.max(fromEnd, -number.index());
            }
        }
        return apart ? fromFront + fromEnd : Math.max(fromFront, fromEnd);
    }
}
