package io.github.mtdnn.spark.prep;

/**
 * What is wrong with a row of raw data and what to do about it; whoever catches it knows the file
 * and the line. It is a message on its way, so it carries no stack trace.
 */
final class RowProblem extends RuntimeException {
    RowProblem(String message) {
        super(message, null, false, false);
    }
}
