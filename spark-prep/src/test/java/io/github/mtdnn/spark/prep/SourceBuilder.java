package io.github.mtdnn.spark.prep;

import io.github.mtdnn.task.ColumnRef;
import io.github.mtdnn.task.Documents;
import io.github.mtdnn.task.Field;
import io.github.mtdnn.task.FieldColumns;
import io.github.mtdnn.task.MetricName;
import io.github.mtdnn.task.Sample;
import io.github.mtdnn.task.Split;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.SplitSource.ColumnCounts;
import io.github.mtdnn.task.SplitSource.Condition;
import io.github.mtdnn.task.SplitSource.Selection;
import io.github.mtdnn.task.SplitSource.ShortRows;
import io.github.mtdnn.task.TableFormat;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.task.TaskType;
import io.github.mtdnn.task.TextShape;
import java.util.List;
import java.util.Map;

/** Spells a split source, and a task of one split, with only what a test is about. */
final class SourceBuilder {
    private final String path;
    private char separator = ',';
    private String rows = "";
    private final TableFormat format;
    private Split split = Split.TRAIN;
    private boolean header;
    private boolean stripLines;
    private ColumnCounts columnCounts = ColumnCounts.ANY;
    private ShortRows shortRows = ShortRows.FAIL;
    private ColumnRef uid = new ColumnRef.RowCount();
    private ColumnRef premise = new ColumnRef.Index(0);
    private ColumnRef hypothesis = new ColumnRef.Absent();
    private ColumnRef label = new ColumnRef.Absent();
    private List<String> skipLabels = List.of();

    private SourceBuilder(String path, TableFormat format) {
        this.path = path;
        this.format = format;
    }

    static SourceBuilder of(TableFormat format, String path) {
        return new SourceBuilder(path, format);
    }

    static SourceBuilder tsv(String path) {
        return of(TableFormat.TSV, path);
    }

    SourceBuilder split(Split value) {
        split = value;
        return this;
    }

    SourceBuilder header() {
        header = true;
        return this;
    }

    SourceBuilder stripLines() {
        stripLines = true;
        return this;
    }

    SourceBuilder columns(int min, int max) {
        columnCounts = new ColumnCounts(min, max);
        return this;
    }

    SourceBuilder skipShortRows() {
        shortRows = ShortRows.SKIP;
        return this;
    }

    SourceBuilder separator(char value) {
        separator = value;
        return this;
    }

    SourceBuilder rows(String value) {
        rows = value;
        return this;
    }

    SourceBuilder uid(Object column) {
        uid = column(column);
        return this;
    }

    SourceBuilder premise(Object column) {
        premise = column(column);
        return this;
    }

    SourceBuilder hypothesis(Object column) {
        hypothesis = column(column);
        return this;
    }

    SourceBuilder label(Object column) {
        label = column(column);
        return this;
    }

    SourceBuilder constantLabel(String text) {
        label = new ColumnRef.Constant(text);
        return this;
    }

    SourceBuilder skipLabels(String... labels) {
        skipLabels = List.of(labels);
        return this;
    }

    SplitSource build() {
        return new SplitSource(
                split,
                List.of(path),
                "",
                format,
                header,
                stripLines,
                separator,
                columnCounts,
                shortRows,
                rows,
                Documents.FILES,
                new FieldColumns(
                        Map.of(
                                Field.UID, uid,
                                Field.PREMISE, premise,
                                Field.HYPOTHESIS, hypothesis,
                                Field.LABEL, label)),
                new Selection(skipLabels, Condition.NONE, Sample.ALL));
    }

    /** A task with named classes. */
    Task named(String... labels) {
        return task(TaskType.CLASSIFICATION, List.of(labels), labels.length);
    }

    /** A task whose raw data has class indices. */
    Task classes(int count) {
        return task(TaskType.CLASSIFICATION, List.of(), count);
    }

    Task regression() {
        return task(TaskType.REGRESSION, List.of(), 1);
    }

    private Task task(TaskType type, List<String> labels, int classes) {
        return new Task(
                "mood",
                type,
                hypothesis instanceof ColumnRef.Absent ? TextShape.SINGLE : TextShape.PAIR,
                labels,
                classes,
                List.of(MetricName.ACCURACY),
                0.1,
                List.of(build()));
    }

    private static ColumnRef column(Object column) {
        if (column instanceof ColumnRef made) {
            return made;
        }
        return column instanceof Integer index
                ? new ColumnRef.Index(index)
                : new ColumnRef.Name((String) column);
    }
}
