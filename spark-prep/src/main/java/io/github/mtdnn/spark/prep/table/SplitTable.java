package io.github.mtdnn.spark.prep.table;

import io.github.mtdnn.failure.EnvironmentException;
import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A table that tells about the prepared data rather than about a run: {@code
 * tables/<table>/task=<task>/split=<split>/}. Preparing a split again replaces its rows, which
 * become visible by one rename.
 */
public final class SplitTable {
    private final Configuration configuration;
    private final Path tables;
    private final String name;

    /**
     * @param runDirectory {@code run.directory}
     */
    public SplitTable(Configuration configuration, String runDirectory, String name) {
        this.configuration = configuration;
        this.tables = new Path(runDirectory, "tables");
        this.name = name;
    }

    /** Puts rows in place of those that an earlier preparation wrote of a split. */
    public void replace(String task, String split, Dataset<Row> rows) {
        Path target = directory(task, split);
        Path aside = new Path(tables, ".writing-" + UUID.randomUUID());
        try {
            FileSystem files = tables.getFileSystem(configuration);
            try {
                rows.write().parquet(aside.toString());
                files.mkdirs(target.getParent());
                files.delete(target, true);
                if (!files.rename(aside, target)) {
                    throw new IOException("cannot rename " + aside + " to " + target);
                }
            } finally {
                files.delete(aside, true);
            }
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    /** Removes the rows of a split. */
    public void clear(String task, String split) {
        Path target = directory(task, split);
        try {
            tables.getFileSystem(configuration).delete(target, true);
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    private Path directory(String task, String split) {
        return new Path(tables, name + "/task=" + task + "/split=" + split);
    }

    private static EnvironmentException unwritable(Path target, IOException e) {
        return new EnvironmentException(
                ("%s cannot be written: %s. Make room, or correct run.directory or its"
                                + " permissions.")
                        .formatted(target, e.getMessage()),
                e);
    }
}
