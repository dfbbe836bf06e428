package io.github.mtdnn.spark.prep;

import java.io.Serializable;
import java.util.List;

/**
 * What a task has found in a stretch.
 *
 * @param blocks the stretch, cut between rows where it is long
 * @param digest of its bytes
 * @param leftOutRows rows that do not count
 * @param badRows rows set aside
 * @param problem what is wrong with the first row that is not sound, and empty where all are
 * @param problemLine line of that row, from 1 in the stretch
 */
record StretchSurvey(
        List<Block> blocks,
        byte[] digest,
        long leftOutRows,
        long badRows,
        String problem,
        long problemLine)
        implements Serializable {

    /** A part of the stretch. */
    record Block(long start, long end, long lines, long rows) implements Serializable {}

    /** Whether every row is sound or could be set aside. */
    boolean isUsable() {
        return problem.isEmpty() || badRows > 0;
    }
}
