package io.github.mtdnn.spark.prep;

import io.github.mtdnn.task.CandidatesExample;
import io.github.mtdnn.task.ColumnRef;
import io.github.mtdnn.task.Field;
import io.github.mtdnn.task.SplitRole;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.task.WordsExample;
import java.io.Serializable;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Turns the label of an example into the number that is trained on. */
public final class LabelParser implements Serializable {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    private final Task task;
    private final boolean known;
    private final boolean answersTell;

    /**
     * @param source says whether the split has labels
     */
    public LabelParser(Task task, SplitSource source) {
        this.task = task;
        // The constant of a test split only fills the column that the toolkit's format asks for.
        ColumnRef label = source.label(task.shape());
        this.known =
                label instanceof ColumnRef.Constant
                        ? source.split().role() != SplitRole.TEST
                        : source.isLabelled(task.shape());
        this.answersTell = source.column(Field.LABEL) instanceof ColumnRef.Absent;
    }

    /** Whether examples have labels. */
    public boolean known() {
        return known;
    }

    /**
     * @param label as the raw data spells it
     * @return class index, score or relevance; NaN where the split has no labels
     * @throws RowProblem where the text is no label of the task
     */
    public double value(String label) {
        return known ? parse(label) : Double.NaN;
    }

    /**
     * How good each candidate is: 1 for the right one and 0 for the others, or what the data says.
     * Where answers tell, each is right whose choice is one of them.
     *
     * @return NaN for each where the split has no labels
     * @throws RowProblem where the label is neither the number nor the text of a candidate, nor a
     *     relevance for each
     */
    public double[] relevance(CandidatesExample example) {
        int count = example.candidates().size();
        double[] relevance = new double[count];
        if (!known) {
            Arrays.fill(relevance, Double.NaN);
            return relevance;
        }
        if (answersTell) {
            for (int i = 0; i < count; i++) {
                relevance[i] = example.answers().contains(example.choices().get(i)) ? 1 : 0;
            }
            return relevance;
        }
        String[] each = example.label().split(",", -1);
        if (each.length == count) {
            for (int i = 0; i < count; i++) {
                relevance[i] = parse(each[i].strip());
            }
            return relevance;
        }
        relevance[right(example)] = 1;
        return relevance;
    }

    private static int right(CandidatesExample example) {
        int count = example.candidates().size();
        String label = example.label().strip();
        // A number is a number, also where candidates are numbers.
        int right =
                NUMBER.matcher(label).matches()
                        ? Integer.parseInt(label)
                        : example.choices().indexOf(label);
        if (right < 0 || right >= count) {
            throw new RowProblem(
                    ("label \"%s\" tells none of %d candidates. Give the number of the right one, from"
                                    + " 0, or its text, or for each its relevance with commas between"
                                    + " them.")
                            .formatted(example.label(), count));
        }
        return right;
    }

    /**
     * The class of each word's tag.
     *
     * @return empty where the split has no tags
     * @throws RowProblem where a word has no tag, or a tag is none of the task
     */
    public int[] tags(WordsExample example) {
        if (!known) {
            return new int[0];
        }
        if (example.tags().size() != example.words().size()) {
            throw new RowProblem(
                    "%d words, but %d tags; each word has one. Correct the row."
                            .formatted(example.words().size(), example.tags().size()));
        }
        int[] classes = new int[example.tags().size()];
        for (int i = 0; i < classes.length; i++) {
            try {
                classes[i] = (int) parse(example.tags().get(i));
            } catch (RowProblem e) {
                throw new RowProblem(
                        "word %d, \"%s\": %s"
                                .formatted(i + 1, example.words().get(i), e.getMessage()));
            }
        }
        return classes;
    }

    /** The value of a label as the raw data spells it. */
    double parse(String label) {
        if (!task.labels().isEmpty()) {
            return namedLabel(label);
        }
        return task.type().hasLabels() ? classIndex(label) : score(label);
    }

    private double namedLabel(String label) {
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
                ("label \"%s\" is not a finite decimal number, as task %s needs it."
                                + " Correct the line.")
                        .formatted(label, task.name()));
    }
}
