package io.github.mtdnn.spark.prep.profile;

import io.github.mtdnn.data.Manifest;
import io.github.mtdnn.task.SplitRole;
import org.apache.hadoop.fs.Path;

/** A prepared split and where its shards are. */
record ProfiledSplit(SplitRole role, Manifest manifest, Path directory) {}
