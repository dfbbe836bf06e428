package io.github.mtdnn.spark.prep;

import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.github.mtdnn.failure.EnvironmentException;
import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The table of the rows that were set aside: {@code tables/quarantine/task=<task>/split=<split>/}.
 * It tells about the prepared data rather than about a run, so preparing a split again replaces its
 * rows. They become visible by one rename.
 */
final class QuarantineTable {
    private static final StructType SCHEMA =
            new StructType()
                    .add("file", StringType)
                    .add("row", LongType)
                    .add("reason", StringType)
                    .add("raw", StringType);

    private final SparkSession spark;
    private final Configuration configuration;
    private final Path tables;

    /**
     * @param runDirectory {@code run.directory}
     */
    QuarantineTable(SparkSession spark, String runDirectory) {
        this.spark = spark;
        this.configuration = spark.sparkContext().hadoopConfiguration();
        this.tables = new Path(runDirectory, "tables");
    }

    /** Puts the bad rows of a split in place of those that an earlier preparation found. */
    void replace(String task, String split, RawSplit raw) {
        Path target = new Path(tables, "quarantine/task=" + task + "/split=" + split);
        Path aside = new Path(tables, ".writing-" + UUID.randomUUID());
        try {
            FileSystem files = tables.getFileSystem(configuration);
            if (raw.badRows() == 0) {
                files.delete(target, true);
                return;
            }
            try {
                spark.createDataFrame(raw.quarantined().map(QuarantineTable::row), SCHEMA)
                        .write()
                        .parquet(aside.toString());
                files.mkdirs(target.getParent());
                files.delete(target, true);
                if (!files.rename(aside, target)) {
                    throw new IOException("cannot rename " + aside + " to " + target);
                }
            } finally {
                files.delete(aside, true);
            }
        } catch (IOException e) {
            throw new EnvironmentException(
                    ("%s cannot be written: %s. Make room, or correct run.directory or its"
                                    + " permissions.")
                            .formatted(target, e.getMessage()),
                    e);
        }
    }

    private static Row row(BadRow bad) {
        return RowFactory.create(bad.file(), bad.row(), bad.reason(), bad.raw());
    }
}
