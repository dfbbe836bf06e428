package io.github.mtdnn.config;

import io.github.mtdnn.task.ColumnRef;
import io.github.mtdnn.task.Documents;
import io.github.mtdnn.task.Documents.Unit;
import io.github.mtdnn.task.Field;
import io.github.mtdnn.task.FieldColumns;
import io.github.mtdnn.task.Sample;
import io.github.mtdnn.task.SplitRole;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.SplitSource.ColumnCounts;
import io.github.mtdnn.task.SplitSource.Condition;
import io.github.mtdnn.task.TableFormat;
import io.github.mtdnn.task.TaskType;
import io.github.mtdnn.task.TextShape;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads what a split says about its rows: how they are cut, where they are, which of them count.
 */
final class RowRules {
    static final List<String> CONDITION_KEYS = List.of("column", "equals");
    static final List<String> SAMPLE_KEYS = List.of("share", "rows", "seed");

    /** Of a sample for which none is given. */
    private static final int DEFAULT_SEED = 1;

    private static final List<String> DOCUMENT_KEYS = List.of("documents", "document-start");
    private static final String LIST = "[]";

    private final Section section;
    private final TableFormat format;
    private final boolean header;

    /**
     * @param section the split's
     * @param header whether delimited text has names for its columns
     */
    RowRules(Section section, TableFormat format, boolean header) {
        this.section = section;
        this.format = format;
        this.header = header;
    }

    /** What stands between columns. */
    char separator() {
        String separator = section.text("separator").orElse(",");
        if (section.has("separator") && format != TableFormat.CSV) {
            section.problem(
                    "separator",
                    ("%s.separator is for format = csv; columns of tsv end at TABs. Leave it out, or"
                                    + " set format = csv.")
                            .formatted(section.path()));
        }
        if (separator.length() != 1 || "\"\r\n".contains(separator)) {
            section.problem(
                    "separator",
                    "%s.separator has to be one character that is no quote; give for example \"\\t\"."
                            .formatted(section.path()));
            return ',';
        }
        return separator.charAt(0);
    }

    /** The list that holds the rows of a JSON object; empty where the object is a row. */
    String rows() {
        String rows = section.text("rows").orElse("");
        if (rows.isEmpty()) {
            if (format == TableFormat.JSON) {
                section.problem(
                        "rows",
                        ("%s.rows is missing; name the list of the document whose elements are the"
                                        + " rows, for example \"data[].paragraphs[].qas[]\", or"
                                        + " \"[]\" where the document is that list itself.")
                                .formatted(section.path()));
            }
            return rows;
        }
        if (!format.isJson() || format.isTokenized()) {
            section.problem(
                    "rows",
                    "%s.rows is for format = jsonl or json; a row of %s is a row. Leave it out."
                            .formatted(section.path(), format.configName()));
        }
        if (!rows.endsWith(LIST)) {
            section.problem(
                    "rows",
                    ("%s.rows = %s has to end in []; name the list whose elements are the rows, for"
                                    + " example \"questions[].answers[]\".")
                            .formatted(section.path(), rows));
        }
        return rows;
    }

    /**
     * A column may reach into the lists that lead to the row, and where the field is a list, into
     * one of the row's own. A JSON document is read element by element of its first list, so that
     * what stands beside that is not known.
     */
    void checkListsOf(SplitSource source) {
        if (!source.format().isJson()) {
            return;
        }
        for (Field field : Field.values()) {
            for (ColumnRef column : source.column(field).columns()) {
                checkLists(source, column, field.isList());
            }
        }
        for (ColumnRef column : source.selection().where().column().columns()) {
            checkLists(source, column, false);
        }
    }

    private void checkLists(SplitSource source, ColumnRef column, boolean ofList) {
        if (!(column instanceof ColumnRef.Name named)) {
            return; // noted already: columns of JSON have names
        }
        String lists = listsOf(named.name());
        String outer = lists.isEmpty() ? "" : listsOf(lists.substring(0, lists.length() - 1));
        if (!isKnown(source, lists) && !(ofList && isKnown(source, outer))) {
            section.problem(
                    "columns",
                    ("%1$s.columns has %2$s, which reaches into a list that %1$s.rows = \"%3$s\""
                                    + " does not go through, or stands beside it. Correct the"
                                    + " column or rows.")
                            .formatted(section.path(), column, source.rows()));
        }
    }

    /** The lists that a path goes through: all of it up to the last. */
    private static String listsOf(String path) {
        int last = path.lastIndexOf(LIST);
        return last < 0 ? "" : path.substring(0, last + LIST.length());
    }

    private static boolean isKnown(SplitSource source, String lists) {
        return lists.isEmpty()
                ? source.format() != TableFormat.JSON
                : source.rows().startsWith(lists);
    }

    /**
     * How plain text is cut into documents.
     *
     * @param shape of the task
     */
    Documents documents(TextShape shape) {
        if (format == TableFormat.TEXT && shape != TextShape.DOCUMENT) {
            section.problem(
                    "format",
                    ("%s.format = text holds documents, without labels, which are for type = %s. Give"
                                    + " another format.")
                            .formatted(section.path(), TaskType.MASKED_LM.configName()));
        }
        for (String key : DOCUMENT_KEYS) {
            if (section.has(key) && format != TableFormat.TEXT) {
                section.problem(
                        key,
                        "%s.%s is for format = text; a row of %s is a document. Leave it out."
                                .formatted(section.path(), key, format.configName()));
            }
        }
        Unit unit = section.choice("documents", Unit.class).orElse(Unit.FILE);
        String start = section.text("document-start").orElse("");
        if (!start.isEmpty() && unit != Unit.FILE) {
            section.problem(
                    "document-start",
                    "%1$s.document-start cuts files, but %1$s.documents is not file. Leave one out."
                            .formatted(section.path()));
        }
        try {
            Pattern.compile(start);
        } catch (PatternSyntaxException e) {
            section.problem(
                    "document-start",
                    "%s.document-start = \"%s\" is no regular expression: %s. Correct it."
                            .formatted(section.path(), start, e.getDescription()));
        }
        return new Documents(unit, start);
    }

    /** The condition that rows have to fulfil. */
    Condition condition() {
        Section where = section.section("where");
        if (!where.has("column") && !where.has("equals")) {
            return Condition.NONE;
        }
        for (String key : CONDITION_KEYS) {
            if (!where.has(key)) {
                where.problem(
                        key,
                        "%s.%s is missing; write { column = language, equals = en }."
                                .formatted(where.path(), key));
            }
        }
        ColumnRef column =
                new ColumnReader(format.hasNumberedColumns())
                        .read(where, "column", new ColumnRef.Absent());
        FieldColumnsReader.checkAgainstFormat(where, "column", column, format, header);
        return new Condition(column, where.texts("equals").orElse(List.of()));
    }

    /** The part of the rows that is trained on. */
    Sample sample(SplitRole role) {
        Section sample = section.section("sample");
        if (!section.has("sample")) {
            return Sample.ALL;
        }
        if (role != SplitRole.TRAIN) {
            section.problem(
                    "sample",
                    ("%s.sample is for training splits; a %s split is read whole, so that results"
                                    + " can be compared. Leave it out.")
                            .formatted(section.path(), Names.kebab(role)));
        }
        if (sample.has("share") == sample.has("rows")) {
            section.problem(
                    "sample",
                    ("%s.sample has %s of share and rows; give one, for example { share = 0.01,"
                                    + " seed = 1 } or { rows = 500 }.")
                            .formatted(section.path(), sample.has("share") ? "both" : "none"));
        }
        return new Sample(
                sample.decimal("share", NumberRange.SHARE).orElse(1.0),
                sample.integer("rows", NumberRange.atLeast(1)).orElse(0),
                sample.integer("seed", NumberRange.ANY).orElse(DEFAULT_SEED));
    }

    /** How many columns a row may have; at least as many as fields and condition reach for. */
    ColumnCounts columnCounts(FieldColumns columns, Condition where) {
        // A line of CoNLL with one column is a word without a tag, and not a word that is its tag.
        boolean apart = format == TableFormat.CONLL;
        int needed =
                Math.max(
                        FieldColumnsReader.leastCount(columns.columns(), apart),
                        FieldColumnsReader.leastCount(where.column().columns(), apart));
        int min = section.integer("min-columns", NumberRange.atLeast(1)).orElse(needed);
        int max = section.integer("max-columns", NumberRange.atLeast(1)).orElse(Integer.MAX_VALUE);
        if (min < needed) {
            section.problem(
                    "min-columns",
                    "%1$s.min-columns = %2$d, but %1$s.columns reaches as far as %3$d columns. "
                                    .formatted(section.path(), min, needed)
                            + "Raise it to %d.".formatted(needed));
        }
        if (max < min) {
            section.problem(
                    "max-columns",
                    "%s.max-columns = %d is less than the least number of columns, %d. Raise it."
                            .formatted(section.path(), max, min));
        }
        return new ColumnCounts(min, max);
    }
}
