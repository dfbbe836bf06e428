package io.github.mtdnn.spark.prep;

/** Takes the rows that are not as their task needs them, in their order. */
interface BadRowSink {
    /** Ends the reading at the first one. */
    BadRowSink REFUSE =
            (line, raw, problem) -> {
                throw problem;
            };

    /** Passes them over. */
    BadRowSink IGNORE = (line, raw, problem) -> {};

    /**
     * @param line of the row, from 1 in the stretch that is read
     * @param raw the row as it stands there
     */
    void accept(long line, String raw, RowProblem problem);
}
