package io.github.mtdnn.spark.prep;

import java.io.Serializable;
import java.util.Comparator;

/**
 * Place of a row of a table in the order of its split.
 *
 * @param file name of the file; for a catalog table, whose rows have no order of their own, the
 *     row's content
 * @param row number of the row in the file, from 0
 */
record RowKey(String file, long row) implements Comparable<RowKey>, Serializable {
    private static final Comparator<RowKey> ORDER =
            Comparator.comparing(RowKey::file).thenComparingLong(RowKey::row);

    @Override
    public int compareTo(RowKey other) {
        return ORDER.compare(this, other);
    }
}
