package io.github.mtdnn.spark.prep;

import io.github.mtdnn.task.Example;
import org.apache.spark.api.java.JavaRDD;

/** Examples of a split in their order: all of them, or a sample. */
sealed interface ExampleRows permits RawSplit, SampledRows {
    /** Number of examples. */
    long rows();

    /**
     * The examples in their order, cut into partitions of equal size: partition {@code k} holds
     * examples {@code k * rowsPerPartition} to {@code (k + 1) * rowsPerPartition - 1}, on any
     * cluster.
     */
    JavaRDD<Example> examples(int rowsPerPartition);
}
