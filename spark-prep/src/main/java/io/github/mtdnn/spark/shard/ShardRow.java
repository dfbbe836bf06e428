package io.github.mtdnn.spark.shard;

import io.github.mtdnn.data.EncodedExample;
import java.io.Serializable;

/**
 * A row on its way into a shard.
 *
 * @param truncated whether its texts were longer than an example may be and have been cut
 */
public record ShardRow(EncodedExample example, boolean truncated) implements Serializable {}
