package io.github.mtdnn.spark.prep;

import java.io.Closeable;
import java.io.IOException;

/** The rows of a stretch of a raw file, in order. */
interface RecordReader extends Closeable {
    /**
     * Goes to the next row.
     *
     * @throws RowProblem where what stands there is no row
     */
    boolean next() throws IOException;

    /** The current row; valid until the next one. */
    RawRow row();

    /**
     * The lines of the current row, or the last of them, as they stand there, also where they are
     * no row.
     */
    String raw();

    /** Line at which the current row begins, or what is wrong with it, from 1 in this stretch. */
    long line();

    /** Where in its line the current row is; empty where it is all of the line. */
    default String place() {
        return "";
    }

    /** Lines read so far. */
    long lines();

    /** Offset in the file of what follows the current row. */
    long offset();

    /** Rows that were too short and have been passed over. */
    long shortRows();
}
