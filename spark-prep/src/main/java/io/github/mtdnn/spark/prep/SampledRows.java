package io.github.mtdnn.spark.prep;

import io.github.mtdnn.spark.failure.TaskFailures;
import io.github.mtdnn.task.Example;
import io.github.mtdnn.task.Sample;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.Task;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * The rows of a split that its {@link Sample} takes, in their order: of each label as many as its
 * share of the split, of a ranking whole groups. Which they are does not depend on how the data is
 * cut into partitions.
 */
final class SampledRows implements ExampleRows {
    private final RawSplit split;
    private final SampleDraw draw;
    private final Map<String, String> greatestDraws;
    private final long rows;

    private SampledRows(
            RawSplit split, SampleDraw draw, Map<String, String> greatestDraws, long rows) {
        this.split = split;
        this.draw = draw;
        this.greatestDraws = greatestDraws;
        this.rows = rows;
    }

    /**
     * @param where the raw data, for messages
     * @throws io.github.mtdnn.failure.DataFormatException where there are not as many rows as asked
     *     for
     */
    static SampledRows of(RawSplit split, Task task, SplitSource source, String where) {
        SampleDraw draw = new SampleDraw(task, source);
        JavaPairRDD<SampleUnit, Long> units =
                NumberedRows.of(split)
                        .mapToPair(row -> new Tuple2<>(draw.of(row._1(), row._2()), 1L))
                        .reduceByKey(Long::sum)
                        .sortByKey()
                        .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            SortedMap<String, Long> sizes =
                    new TreeMap<>(units.keys().map(SampleUnit::stratum).countByValue());
            SortedMap<String, Long> taken =
                    Allocation.of(sizes, source.selection().sample(), where);
            Map<String, Long> ends = new TreeMap<>();
            long first = 0;
            for (Map.Entry<String, Long> stratum : sizes.entrySet()) {
                ends.put(stratum.getKey(), first + taken.get(stratum.getKey()));
                first += stratum.getValue();
            }
            JavaPairRDD<SampleUnit, Long> chosen =
                    units.zipWithIndex()
                            .filter(unit -> unit._2() < ends.get(unit._1()._1().stratum()))
                            .mapToPair(Tuple2::_1);
            return new SampledRows(
                    split,
                    draw,
                    new TreeMap<>(
                            chosen.keys()
                                    .mapToPair(unit -> new Tuple2<>(unit.stratum(), unit.draw()))
                                    .reduceByKey((a, b) -> a.compareTo(b) > 0 ? a : b)
                                    .collectAsMap()),
                    chosen.values().fold(0L, Long::sum));
        } catch (Exception e) { // Spark's are checked, but not declared
            throw TaskFailures.unwrap(e);
        } finally {
            units.unpersist();
        }
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public JavaRDD<Example> examples(int rowsPerPartition) {
        SampleDraw draw = this.draw;
        Map<String, String> greatestDraws = this.greatestDraws;
        return EqualPartitions.cut(
                        NumberedRows.of(split)
                                .filter(
                                        row -> {
                                            SampleUnit unit = draw.of(row._1(), row._2());
                                            return unit.draw()
                                                            .compareTo(
                                                                    greatestDraws.get(
                                                                            unit.stratum()))
                                                    <= 0;
                                        })
                                .values(),
                        rows,
                        rowsPerPartition)
                .values();
    }
}
