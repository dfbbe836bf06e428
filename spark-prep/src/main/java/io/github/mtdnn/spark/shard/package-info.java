/** The store of encoded shards: written once, checksummed, read back without Spark SQL. */
package io.github.mtdnn.spark.shard;
