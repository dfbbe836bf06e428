package io.github.mtdnn.spark.prep;

import io.github.mtdnn.task.ColumnRef;
import io.github.mtdnn.task.Example;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.task.TextShape;
import java.io.Serializable;
import java.util.Optional;

/** Turns rows of raw data into examples, as a task's definition says, and checks them. */
final class ExampleMapper implements Serializable {
    private final SplitSource source;
    private final TextShape shape;
    private final LabelParser labels;
    private final int maxTextLength;

    /**
     * @param maxTextLength greatest length of a text, in characters
     */
    ExampleMapper(Task task, SplitSource source, int maxTextLength) {
        this.source = source;
        this.shape = task.shape();
        this.labels = new LabelParser(task, source);
        this.maxTextLength = maxTextLength;
    }

    /**
     * @param rowNumber number, from 0, that the row has if it is kept
     * @return empty where the row is to be left out
     * @throws RowProblem where the row is not as the task needs it
     */
    Optional<Example> map(RawRow row, long rowNumber) {
        String label = field(row, source.label(), rowNumber);
        if (source.skipLabels().contains(label)) {
            return Optional.empty();
        }
        Example example =
                new Example(
                        field(row, source.uid(), rowNumber),
                        text(row, "premise", source.premise(), rowNumber),
                        shape == TextShape.PAIR
                                ? text(row, "hypothesis", source.hypothesis(), rowNumber)
                                : "",
                        label);
        labels.value(example);
        return Optional.of(example);
    }

    private static String field(RawRow row, ColumnRef column, long rowNumber) {
        if (column instanceof ColumnRef.RowCount) {
            return Long.toString(rowNumber);
        }
        if (column instanceof ColumnRef.Constant constant) {
            return constant.text();
        }
        return column instanceof ColumnRef.Absent ? "" : row.text(column);
    }

    private String text(RawRow row, String name, ColumnRef column, long rowNumber) {
        String text = field(row, column, rowNumber);
        // A character outside the basic plane counts once, though Java stores it as two.
        if (text.length() > maxTextLength
                && text.codePointCount(0, text.length()) > maxTextLength) {
            throw new RowProblem(
                    ("the %s (%s) has %d characters, but data.max-text-length allows %d. "
                                    + "Shorten the text, or raise data.max-text-length.")
                            .formatted(
                                    name,
                                    column,
                                    text.codePointCount(0, text.length()),
                                    maxTextLength));
        }
        return text;
    }
}
