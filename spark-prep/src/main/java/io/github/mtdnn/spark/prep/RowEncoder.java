package io.github.mtdnn.spark.prep;

import io.github.mtdnn.spark.shard.ShardRow;
import io.github.mtdnn.task.Example;
import java.util.List;

/** Makes the rows of a shard from examples of one shape; one instance per thread. */
interface RowEncoder {
    /** The rows of an example, in order: one, or one per candidate or window. */
    List<ShardRow> encode(Example example);
}
