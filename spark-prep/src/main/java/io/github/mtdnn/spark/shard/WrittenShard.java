package io.github.mtdnn.spark.shard;

import io.github.mtdnn.data.Manifest;
import java.io.Serializable;

/**
 * What a task reports to the driver about the shard it wrote aside.
 *
 * @param attempt name of the file it wrote
 * @param shard what the manifest will say
 */
record WrittenShard(String attempt, Manifest.Shard shard, long truncatedRows)
        implements Serializable {}
