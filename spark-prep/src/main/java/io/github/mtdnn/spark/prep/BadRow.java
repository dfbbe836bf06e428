package io.github.mtdnn.spark.prep;

import java.io.Serializable;

/**
 * A row of raw data that is not as its task needs it.
 *
 * @param file as messages name it; for a table its name
 * @param row line in the file, or number of the row in a Parquet file, from 1; 0 in a table of the
 *     catalog, whose rows have no numbers
 * @param reason what is wrong and what to do about it
 * @param raw the row as it stands there
 */
record BadRow(String file, long row, String reason, String raw) implements Serializable {}
