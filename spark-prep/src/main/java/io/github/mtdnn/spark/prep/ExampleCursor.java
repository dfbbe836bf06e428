package io.github.mtdnn.spark.prep;

import io.github.mtdnn.task.Example;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** The examples of a stretch, in order. */
final class ExampleCursor implements Closeable {
    private final RecordReader records;
    private final ExampleMapper mapper;
    private long nextRow;
    private long leftOutByLabel;
    private Optional<Example> example = Optional.empty();

    /**
     * @param firstRow number of the first row kept
     */
    ExampleCursor(RecordReader records, ExampleMapper mapper, long firstRow) {
        this.records = records;
        this.mapper = mapper;
        this.nextRow = firstRow;
    }

    /**
     * Goes to the next example.
     *
     * @throws RowProblem where the row, in line {@link #line()}, is not as the task needs it
     */
    boolean next() throws IOException {
        example = Optional.empty();
        while (example.isEmpty() && records.next()) {
            example = mapper.map(records.row(), nextRow);
            leftOutByLabel += example.isEmpty() ? 1 : 0;
        }
        nextRow += example.isPresent() ? 1 : 0;
        return example.isPresent();
    }

    /** The current example. */
    Example example() {
        return example.orElseThrow();
    }

    /** Number of the row after the current one. */
    long nextRow() {
        return nextRow;
    }

    /** Rows left out so far. */
    long leftOut() {
        return leftOutByLabel + records.shortRows();
    }

    /** Line of the current row, from 1 in the stretch. */
    long line() {
        return records.line();
    }

    /** Lines read so far. */
    long lines() {
        return records.lines();
    }

    /** Offset in the file of what follows the current row. */
    long offset() {
        return records.offset();
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
