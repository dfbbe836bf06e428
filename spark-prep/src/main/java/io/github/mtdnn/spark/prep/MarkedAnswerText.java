package io.github.mtdnn.spark.prep;

import io.github.mtdnn.task.ColumnRef.MarkedAnswer;
import java.util.List;

/** An answer written as {@code start:::end:::is_impossible:::answer}. */
final class MarkedAnswerText {
    private static final String SEPARATOR = ":::";
    private static final int PARTS = 4;
    private static final String ANSWERED = "0";
    private static final String IMPOSSIBLE = "1";

    private MarkedAnswerText() {}

    /**
     * @return the answer or its start, alone; none where there is no answer
     * @throws RowProblem where the text is not written so
     */
    static List<String> parse(String text, MarkedAnswer column) {
        String[] parts = text.split(SEPARATOR, -1);
        boolean isMarked =
                parts.length == PARTS && (parts[2].equals(ANSWERED) || parts[2].equals(IMPOSSIBLE));
        if (!isMarked) {
            throw new RowProblem(
                    ("%s is \"%s\", but has to be start:::end:::is_impossible:::answer, as in"
                                    + " 7:::10:::0:::hot, or -1:::-1:::1::: for no answer. Correct the"
                                    + " row.")
                            .formatted(column.of(), text));
        }
        if (parts[2].equals(IMPOSSIBLE)) {
            return List.of();
        }
        return List.of(column.start() ? parts[0] : parts[PARTS - 1]);
    }
}
