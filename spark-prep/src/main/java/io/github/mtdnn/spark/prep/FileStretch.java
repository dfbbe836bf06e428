package io.github.mtdnn.spark.prep;

import java.io.Serializable;

/**
 * Bytes {@code start} to {@code end - 1} of the text in a raw file; it has the rows that begin
 * there.
 */
record FileStretch(RawFile file, long start, long end) implements Serializable {

    /** All of a file, however long its text is. */
    static FileStretch all(RawFile file) {
        return new FileStretch(file, 0, Long.MAX_VALUE);
    }
}
