package io.github.mtdnn.spark.prep;

/**
 * What is wrong with a row of raw data and what to do about it; whoever catches it knows the file
 * and the line. It is a message on its way, so it carries no stack trace.
 */
final class RowProblem extends RuntimeException {
    private final boolean endsReading;

    RowProblem(String message) {
        this(message, false);
    }

    private RowProblem(String message, boolean endsReading) {
        super(message, null, false, false);
        this.endsReading = endsReading;
    }

    /** A problem after which nobody can tell where the next row begins. */
    static RowProblem endingReading(String message) {
        return new RowProblem(message, true);
    }

    /** The same problem with the place in its line. */
    RowProblem at(String place) {
        return place.isEmpty() ? this : new RowProblem(place + ": " + getMessage(), endsReading);
    }

    /** Whether the rows after this one cannot be read. */
    boolean endsReading() {
        return endsReading;
    }
}
