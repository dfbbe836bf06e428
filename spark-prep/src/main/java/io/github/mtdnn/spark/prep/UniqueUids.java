package io.github.mtdnn.spark.prep;

import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.spark.failure.TaskFailures;
import io.github.mtdnn.task.ColumnRef;
import io.github.mtdnn.task.Field;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.Task;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import scala.Tuple2;

/** Checks that no two rows of a split have the same identifier. */
final class UniqueUids {
    private UniqueUids() {}

    /**
     * @throws DataFormatException for the first row whose identifier an earlier row has
     */
    static void require(RawSplit split, Task task, SplitSource source) {
        if (source.column(Field.UID) instanceof ColumnRef.RowCount) {
            return;
        }
        JavaPairRDD<String, Long> rowsByUid =
                NumberedRows.of(split).mapToPair(row -> new Tuple2<>(row._2().uid(), row._1()));
        List<Tuple2<String, FirstTwo>> repeated;
        try {
            repeated =
                    rowsByUid
                            .aggregateByKey(FirstTwo.NONE, FirstTwo::add, FirstTwo::addAll)
                            .filter(entry -> entry._2().isRepeated())
                            .takeOrdered(1, new BySecondRow());
        } catch (Exception e) { // Spark's are checked, but not declared
            throw TaskFailures.unwrap(e);
        }
        for (Tuple2<String, FirstTwo> entry : repeated) {
            throw new DataFormatException(
                    ("%s: uid \"%s\" is that of %s already, but has to be unique within split "
                                    + "%s of task %s. Correct the data, or use uid = row-count.")
                            .formatted(
                                    split.locate(entry._2().second()),
                                    entry._1(),
                                    split.locate(entry._2().first()),
                                    source.split(),
                                    task.name()));
        }
    }

    /** The first two rows with an identifier. */
    record FirstTwo(long first, long second) implements Serializable {
        static final FirstTwo NONE = new FirstTwo(Long.MAX_VALUE, Long.MAX_VALUE);

        FirstTwo add(long row) {
            if (row < first) {
                return new FirstTwo(row, first);
            }
            return row < second ? new FirstTwo(first, row) : this;
        }

        FirstTwo addAll(FirstTwo other) {
            FirstTwo both = other.first == Long.MAX_VALUE ? this : add(other.first);
            return other.second == Long.MAX_VALUE ? both : both.add(other.second);
        }

        boolean isRepeated() {
            return second != Long.MAX_VALUE;
        }
    }

    private static final class BySecondRow
            implements Comparator<Tuple2<String, FirstTwo>>, Serializable {
        @Override
        public int compare(Tuple2<String, FirstTwo> left, Tuple2<String, FirstTwo> right) {
            return Long.compare(left._2().second(), right._2().second());
        }
    }
}
