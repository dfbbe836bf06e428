package io.github.mtdnn.spark.prep;

import io.github.mtdnn.task.ColumnRef;
import io.github.mtdnn.task.Example;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.SplitSource.Condition;
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
        FieldReader fields = new FieldReader(row, rowNumber);
        String label = fields.read(source.label());
        if (source.selection().skipLabels().contains(label)
                || !fulfils(source.selection().where(), fields)) {
            return Optional.empty();
        }
        Example example =
                new Example(
                        fields.read(source.uid()),
                        text(fields, "premise", source.premise()),
                        shape == TextShape.PAIR
                                ? text(fields, "hypothesis", source.hypothesis())
                                : "",
                        label);
        labels.value(example);
        return Optional.of(example);
    }

    private static boolean fulfils(Condition condition, FieldReader fields) {
        return condition.isNone() || condition.values().contains(fields.read(condition.column()));
    }

    private String text(FieldReader fields, String name, ColumnRef column) {
        String text = fields.read(column);
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
