package io.github.mtdnn.spark.prep;

import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.task.Example;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/** Streams the examples of a range from its blocks; used inside a Spark task. */
final class RowRangeIterator implements Iterator<Example> {
    private final Configuration configuration;
    private final TextFormat format;
    private final ExampleMapper mapper;
    private final RowRange range;
    private final Iterator<RowBlock> blocks;

    private Optional<ExampleCursor> cursor = Optional.empty();
    private long nextRow;

    RowRangeIterator(
            Configuration configuration, TextFormat format, ExampleMapper mapper, RowRange range) {
        this.configuration = configuration;
        this.format = format;
        this.mapper = mapper;
        this.range = range;
        this.blocks = range.blocks().iterator();
        this.nextRow = range.first();
        // A task that is cancelled does not read to the end.
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener) task -> close());
    }

    @Override
    public boolean hasNext() {
        return nextRow < range.end();
    }

    @Override
    public Example next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Example example;
        try {
            example = read();
        } catch (IOException e) {
            throw RawFile.unreadable(range.blocks().get(0).stretch().file().name(), e);
        }
        nextRow++;
        if (!hasNext()) {
            close();
        }
        return example;
    }

    private Example read() throws IOException {
        while (true) {
            if (cursor.isEmpty()) {
                cursor = Optional.of(openNextBlock());
            }
            ExampleCursor current = cursor.get();
            while (advance(current)) {
                if (current.nextRow() > nextRow) {
                    return current.example();
                }
            }
            close();
        }
    }

    private ExampleCursor openNextBlock() throws IOException {
        if (!blocks.hasNext()) {
            throw changed("has fewer rows than before");
        }
        RowBlock block = blocks.next();
        return format.open(configuration, block, mapper);
    }

    private boolean advance(ExampleCursor current) throws IOException {
        try {
            return current.next();
        } catch (RowProblem e) {
            // The survey has found every row sound.
            throw changed(e.getMessage());
        }
    }

    private DataFormatException changed(String found) {
        return new DataFormatException(
                ("%s was changed while it was being read: %s Run prepare again when the file "
                                + "is complete.")
                        .formatted(range.blocks().get(0).stretch().file().name(), found));
    }

    private void close() {
        cursor.ifPresent(
                open -> {
                    try {
                        open.close();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        cursor = Optional.empty();
    }
}
