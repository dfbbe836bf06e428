package io.github.mtdnn.spark.prep;

import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/** Puts row n into partition n / rowsPerPartition. */
final class EqualPartitions extends Partitioner {
    private final int partitions;
    private final int rowsPerPartition;

    private EqualPartitions(int partitions, int rowsPerPartition) {
        this.partitions = partitions;
        this.rowsPerPartition = rowsPerPartition;
    }

    /**
     * Cuts rows, in their order, into partitions of equal size.
     *
     * @param count number of rows
     * @return the rows by their numbers, from 0
     */
    static <T> JavaPairRDD<Long, T> cut(JavaRDD<T> rows, long count, int rowsPerPartition) {
        int partitions = Math.toIntExact((count + rowsPerPartition - 1) / rowsPerPartition);
        return rows.zipWithIndex()
                .mapToPair(Tuple2::swap)
                .repartitionAndSortWithinPartitions(
                        new EqualPartitions(partitions, rowsPerPartition));
    }

    @Override
    public int numPartitions() {
        return partitions;
    }

    @Override
    public int getPartition(Object row) {
        return (int) ((Long) row / rowsPerPartition);
    }
}
