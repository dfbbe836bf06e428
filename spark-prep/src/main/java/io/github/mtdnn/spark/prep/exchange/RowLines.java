package io.github.mtdnn.spark.prep.exchange;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * The lines of a file, made from the rows of a split in their order; some lines are made of several
 * rows. For one split each.
 *
 * @param <R> a row
 */
interface RowLines<R> {
    /** Takes the next row; gives a line where one is complete by it. */
    Optional<String> add(R row);

    /** The line that the last row may have left open. */
    Optional<String> finish();

    /** The lines of all rows, made as they are asked for. */
    default Stream<String> of(Stream<R> rows) {
        return Stream.concat(rows.map(this::add), Stream.of(this).map(RowLines::finish))
                .flatMap(Optional::stream);
    }
}
