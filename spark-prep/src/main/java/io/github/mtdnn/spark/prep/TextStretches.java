package io.github.mtdnn.spark.prep;

import io.github.mtdnn.task.ColumnRef.Stretches;
import java.util.ArrayList;
import java.util.List;

/** Stretches of a text, cut out by the numbers of their characters. */
final class TextStretches {
    private TextStretches() {}

    /**
     * @param firsts index of the first character of each, as text; characters outside the basic
     *     plane count once, as in files that Python has written
     * @param lasts index of the last character of each
     * @throws RowProblem where one does not lie in the text
     */
    static List<String> cut(
            String text, List<String> firsts, List<String> lasts, Stretches column) {
        if (firsts.size() != lasts.size()) {
            throw new RowProblem(
                    "%d first characters (%s), but %d last ones (%s); each stretch has both. Correct the row."
                            .formatted(
                                    firsts.size(), column.firsts(), lasts.size(), column.lasts()));
        }
        int length = text.codePointCount(0, text.length());
        List<String> stretches = new ArrayList<>();
        for (int i = 0; i < firsts.size(); i++) {
            int first = index(firsts.get(i), column);
            int last = index(lasts.get(i), column);
            if (first < 0 || last < first || last >= length) {
                throw new RowProblem(
                        ("stretch %d, from character %d to %d, does not lie in %s, which has %d characters."
                                        + " Correct the row.")
                                .formatted(i + 1, first, last, column.of(), length));
            }
            int from = text.offsetByCodePoints(0, first);
            stretches.add(text.substring(from, text.offsetByCodePoints(from, last - first + 1)));
        }
        return stretches;
    }

    private static int index(String number, Stretches column) {
        try {
            return Integer.parseInt(number.strip());
        } catch (NumberFormatException e) {
            throw new RowProblem(
                    "\"%s\" is not the number of a character of %s. Correct the row."
                            .formatted(number, column.of()));
        }
    }
}
