package io.github.mtdnn.spark.prep.profile;

import java.io.Serializable;

/**
 * Some rows of a shard, on their way to where all rows with the same texts come together.
 *
 * @param shard number of the shard among all of the task
 * @param split number of its split
 * @param counts what else was counted in the shard: with its first part, in the others nothing
 * @param texts hashes of the rows' texts
 * @param targets of the rows, see {@link ShardLabels#target}
 */
record ShardPart(int shard, int split, SplitCounts counts, long[] texts, long[] targets)
        implements Serializable {}
