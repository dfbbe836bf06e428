package io.github.mtdnn.spark.prep;

import java.io.Serializable;
import java.util.List;

/**
 * Rows {@code first} to {@code end - 1} of a split.
 *
 * @param blocks those that hold the rows, in order; the first and the last may hold others too
 */
record RowRange(long first, long end, List<RowBlock> blocks) implements Serializable {}
