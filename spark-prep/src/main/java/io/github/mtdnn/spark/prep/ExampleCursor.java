package io.github.mtdnn.spark.prep;

import io.github.mtdnn.task.Example;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** The examples of a stretch, in order. */
final class ExampleCursor implements Closeable {
    private final RecordReader records;
    private final ExampleMapper mapper;
    private final BadRowSink badRows;
    private long nextRow;
    private long leftOutByLabel;
    private Optional<Example> example = Optional.empty();

    /**
     * @param firstRow number of the first row kept
     * @param badRows takes rows that are not as the task needs them
     */
    ExampleCursor(RecordReader records, ExampleMapper mapper, long firstRow, BadRowSink badRows) {
        this.records = records;
        this.mapper = mapper;
        this.badRows = badRows;
        this.nextRow = firstRow;
    }

    /**
     * Goes to the next example.
     *
     * @throws RowProblem where the row, in line {@link #line()}, is not as the task needs it, and
     *     those after it cannot be read or the sink refuses it
     */
    boolean next() throws IOException {
        example = Optional.empty();
        while (example.isEmpty()) {
            try {
                if (!records.next()) {
                    return false;
                }
                example = mapper.map(records.row(), nextRow);
                leftOutByLabel += example.isEmpty() ? 1 : 0;
            } catch (RowProblem e) {
                RowProblem placed = e.at(records.place());
                if (placed.endsReading()) {
                    throw placed;
                }
                badRows.accept(records.line(), records.raw(), placed);
            }
        }
        nextRow++;
        return true;
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

    /** Where in its line the current row is; empty where it is all of the line. */
    String place() {
        return records.place();
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
