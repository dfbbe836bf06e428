package io.github.mtdnn.spark.prep;

import io.github.mtdnn.task.Example;
import java.util.Iterator;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaPairRDD;
import scala.Tuple2;

/** The examples of a split with their row numbers, for checks that compare rows. */
final class NumberedRows {
    private static final int ROWS_PER_PARTITION = 200_000;

    private NumberedRows() {}

    /** By row number, from 0, among the rows kept. */
    static JavaPairRDD<Long, Example> of(RawSplit split) {
        return JavaPairRDD.fromJavaRDD(
                split.examples(ROWS_PER_PARTITION)
                        .mapPartitionsWithIndex(NumberedRows::numbered, false));
    }

    private static Iterator<Tuple2<Long, Example>> numbered(
            int partition, Iterator<Example> examples) {
        long[] row = {(long) partition * ROWS_PER_PARTITION};
        Iterable<Example> iterable = () -> examples;
        return StreamSupport.stream(iterable.spliterator(), false)
                .map(example -> new Tuple2<>(row[0]++, example))
                .iterator();
    }
}
