package io.github.mtdnn.spark.prep;

import java.io.Serializable;

/**
 * A stretch of which the survey has found out where in the split it stands.
 *
 * @param linesBefore lines of the file before this block
 * @param firstRow number of its first row among the rows kept of the split
 * @param rows rows kept
 */
record RowBlock(FileStretch stretch, long linesBefore, long firstRow, long rows)
        implements Serializable {}
