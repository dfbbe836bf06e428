/** Raw data sets to encoded shards: readers, checks, tokenising, and the job that runs them. */
package io.github.mtdnn.spark.prep;
