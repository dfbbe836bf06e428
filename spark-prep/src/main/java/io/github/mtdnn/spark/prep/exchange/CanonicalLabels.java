package io.github.mtdnn.spark.prep.exchange;

import io.github.mtdnn.spark.prep.LabelParser;
import io.github.mtdnn.task.CandidatesExample;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.task.TaskType;
import io.github.mtdnn.task.WordsExample;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

/**
 * Labels of a split as canonical tables spell them: by name where the task has one, else by number.
 * Where a label is not known the toolkit asks for one all the same, and has the first class or the
 * score 0 itself.
 */
final class CanonicalLabels {
    private static final int UNKNOWN_CLASS = 0;

    private final Task task;
    private final LabelParser parser;

    CanonicalLabels(Task task, SplitSource source) {
        this.task = task;
        this.parser = new LabelParser(task, source);
    }

    /**
     * The label of a text, a pair, or one of the rows that are ranked together.
     *
     * @param label as the raw data spells it
     */
    String of(String label) {
        if (task.type() == TaskType.REGRESSION) {
            // As spelled: 3.800 stays so.
            return parser.known() ? label.strip() : "0.0";
        }
        return spelled(parser.value(label));
    }

    /** How good each candidate is. */
    List<String> of(CandidatesExample example) {
        return Arrays.stream(parser.relevance(example)).mapToObj(this::spelled).toList();
    }

    /** How good each candidate is, as a Python list of numbers. */
    String numbers(CandidatesExample example) {
        return Arrays.stream(parser.relevance(example))
                .mapToObj(CanonicalLabels::number)
                .toList()
                .toString();
    }

    /** The tag of each word, as a Python list. */
    String tags(WordsExample example) {
        int[] classes = parser.known() ? parser.tags(example) : new int[example.words().size()];
        return task.labels().isEmpty()
                ? Arrays.toString(classes)
                : PythonLiteral.list(Arrays.stream(classes).mapToObj(task.labels()::get).toList());
    }

    private String spelled(double value) {
        int index = Double.isNaN(value) ? UNKNOWN_CLASS : (int) value;
        return index < task.labels().size() ? task.labels().get(index) : number(value);
    }

    private static String number(double value) {
        return Double.isNaN(value)
                ? Integer.toString(UNKNOWN_CLASS)
                : BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
