package io.github.mtdnn.spark.prep;

import org.apache.spark.api.java.JavaRDD;

/**
 * The raw data of a split, after it has been read through once: every row is known to be sound or
 * to be set aside, and the rows are counted.
 */
sealed interface RawSplit extends ExampleRows permits TextSplit, TableSplit {
    /** Rows left out, as the task's definition asks: too short, or with one of the skip labels. */
    long leftOutRows();

    /** Rows set aside, since they are not as the task needs them. */
    long badRows();

    /** Those rows, in the order of the files. */
    JavaRDD<BadRow> quarantined();

    /** SHA-256 of the raw data. */
    String rawHash();

    /** Where an example stands in the raw data, for messages. */
    String locate(long row);
}
