package io.github.mtdnn.spark.prep;

import io.github.mtdnn.config.Settings.DataSettings;
import io.github.mtdnn.config.Settings.OnBadRow;
import io.github.mtdnn.failure.DataFormatException;
import java.io.Serializable;

/**
 * What becomes of rows that are not as their task needs them.
 *
 * @param setsAside whether a split is read without them; else the first one ends the reading
 * @param max most of them in a split: below 1 a share of its rows, from 1 on their number
 */
record BadRowPolicy(boolean setsAside, double max) implements Serializable {
    static final BadRowPolicy FAIL = new BadRowPolicy(false, 0);

    static BadRowPolicy of(DataSettings settings) {
        return new BadRowPolicy(settings.onBadRow() == OnBadRow.QUARANTINE, settings.maxBadRows());
    }

    /**
     * @param rows all rows of the split, good and bad
     * @param firstProblem the first bad row, with its place and what is wrong with it
     * @throws DataFormatException where there are more bad rows than allowed
     */
    void require(long badRows, long rows, String firstProblem) {
        double allowed = max < 1 ? max * rows : max;
        if (badRows > allowed) {
            throw new DataFormatException(
                    ("%s This is the first of %d bad rows among %d, but data.max-bad-rows = %s allows"
                                    + " %d. Correct the data, or raise data.max-bad-rows.")
                            .formatted(firstProblem, badRows, rows, max, (long) allowed));
        }
    }
}
