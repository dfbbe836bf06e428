package io.github.mtdnn.spark.prep;

import io.github.mtdnn.task.SplitSource.ColumnCounts;

/** Says that a line has more or fewer columns than its split allows. */
final class ColumnCountProblem {
    private ColumnCountProblem() {}

    /**
     * @param found how many columns the line has
     * @param separators what stands between columns
     */
    static RowProblem of(int found, ColumnCounts counts, String separators, String advice) {
        String allowed;
        if (counts.min() == counts.max()) {
            allowed = "exactly " + counts.min();
        } else if (counts.max() == Integer.MAX_VALUE) {
            allowed = "at least " + counts.min();
        } else {
            allowed = counts.min() + " to " + counts.max();
        }
        return new RowProblem(
                "%d column%s, separated by %s, but the split has %s. %s"
                        .formatted(found, found == 1 ? "" : "s", separators, allowed, advice));
    }
}
