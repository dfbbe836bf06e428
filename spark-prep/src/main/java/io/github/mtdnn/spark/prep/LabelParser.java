package io.github.mtdnn.spark.prep;

import io.github.mtdnn.task.ColumnRef;
import io.github.mtdnn.task.Example;
import io.github.mtdnn.task.SplitRole;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.task.TaskType;
import java.io.Serializable;

/** Turns the label of an example into the number that is trained on. */
final class LabelParser implements Serializable {
    private final Task task;
    private final boolean known;

    LabelParser(Task task, SplitSource source) {
        this.task = task;
        // The constant of a test split only fills the column that the toolkit's format asks for.
        this.known =
                source.label() instanceof ColumnRef.Constant
                        ? source.split().role() != SplitRole.TEST
                        : source.isLabelled();
    }

    /**
     * @return class index or score; NaN where the split has no labels
     * @throws RowProblem where the text is no label of the task
     */
    double value(Example example) {
        return known ? parse(example.label()) : Double.NaN;
    }

    /** The value of a label as the raw data spells it. */
    double parse(String label) {
        if (task.type() == TaskType.REGRESSION) {
            return score(label);
        }
        return task.labels().isEmpty() ? classIndex(label) : namedClass(label);
    }

    private double namedClass(String label) {
        int index = task.labels().indexOf(label);
        if (index < 0) {
            throw new RowProblem(
                    ("label \"%s\" is not one of %s of task %s. Correct the line, or the "
                                    + "labels of the task.")
                            .formatted(label, task.labels(), task.name()));
        }
        return index;
    }

    private double classIndex(String label) {
        int index;
        try {
            index = Integer.parseInt(label.strip());
        } catch (NumberFormatException e) {
            throw new RowProblem(
                    ("label \"%s\" is not a number, but task %s has classes 0 to %d and no "
                                    + "names for them. Correct the line, or give the task labels.")
                            .formatted(label, task.name(), task.numClasses() - 1));
        }
        if (index < 0 || index >= task.numClasses()) {
            throw new RowProblem(
                    ("label %d is out of range: task %s has classes 0 to %d. Correct the "
                                    + "line, or num-classes of the task.")
                            .formatted(index, task.name(), task.numClasses() - 1));
        }
        return index;
    }

    private double score(String label) {
        String text = label.strip();
        // Double.parseDouble alone would take "1f", "0x1p3", "NaN" and "Infinity".
        boolean decimal =
                text.chars().allMatch(c -> (c >= '0' && c <= '9') || "+-.eE".indexOf(c) >= 0);
        try {
            double score = decimal ? Double.parseDouble(text) : Double.NaN;
            if (Double.isFinite(score)) {
                return score;
            }
        } catch (NumberFormatException e) {
            // Reported below, like every other text that is no number.
        }
        throw new RowProblem(
                ("label \"%s\" is not a finite decimal number, as regression task %s needs "
                                + "it. Correct the line.")
                        .formatted(label, task.name()));
    }
}
