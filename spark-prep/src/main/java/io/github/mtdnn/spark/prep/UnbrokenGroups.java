package io.github.mtdnn.spark.prep;

import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.spark.failure.TaskFailures;
import io.github.mtdnn.task.ColumnRef;
import io.github.mtdnn.task.Field;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.task.TextExample;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import scala.Tuple2;

/** Checks that the rows of each group of a split follow each other, as they do in the shards. */
final class UnbrokenGroups {
    private UnbrokenGroups() {}

    /**
     * @throws DataFormatException for the first group with rows of another one among its own
     */
    static void require(RawSplit split, Task task, SplitSource source) {
        if (source.column(Field.GROUP) instanceof ColumnRef.Absent) {
            return;
        }
        JavaPairRDD<String, Long> rowsByGroup =
                NumberedRows.of(split)
                        .mapToPair(row -> new Tuple2<>(((TextExample) row._2()).group(), row._1()))
                        .filter(row -> !row._1().isEmpty());
        try {
            List<Tuple2<String, Extent>> broken =
                    rowsByGroup
                            .aggregateByKey(Extent.NONE, Extent::add, Extent::addAll)
                            .filter(entry -> entry._2().isBroken())
                            .takeOrdered(1, new ByFirstRow());
            for (Tuple2<String, Extent> entry : broken) {
                throw problem(split, task, source, rowsByGroup, entry._1());
            }
        } catch (Exception e) { // Spark's are checked, but not declared
            throw TaskFailures.unwrap(e);
        }
    }

    private static DataFormatException problem(
            RawSplit split,
            Task task,
            SplitSource source,
            JavaPairRDD<String, Long> rowsByGroup,
            String group) {
        List<Long> rows =
                rowsByGroup.filter(row -> row._1().equals(group)).values().collect().stream()
                        .sorted()
                        .toList();
        int gap = 1;
        while (rows.get(gap) == rows.get(gap - 1) + 1) {
            gap++;
        }
        return new DataFormatException(
                ("%s: group \"%s\" goes on here, but between it and %s are rows of other groups. In"
                                + " split %s of task %s the rows of a group have to follow each other."
                                + " Sort the data by group, or correct columns.group.")
                        .formatted(
                                split.locate(rows.get(gap)),
                                group,
                                split.locate(rows.get(gap - 1)),
                                source.split(),
                                task.name()));
    }

    /** First row, last row and number of the rows of a group. */
    record Extent(long first, long last, long rows) implements Serializable {
        static final Extent NONE = new Extent(Long.MAX_VALUE, Long.MIN_VALUE, 0);

        Extent add(long row) {
            return addAll(new Extent(row, row, 1));
        }

        Extent addAll(Extent other) {
            return new Extent(
                    Math.min(first, other.first), Math.max(last, other.last), rows + other.rows);
        }

        boolean isBroken() {
            return last - first + 1 > rows;
        }
    }

    private static final class ByFirstRow
            implements Comparator<Tuple2<String, Extent>>, Serializable {
        @Override
        public int compare(Tuple2<String, Extent> left, Tuple2<String, Extent> right) {
            return Long.compare(left._2().first(), right._2().first());
        }
    }
}
