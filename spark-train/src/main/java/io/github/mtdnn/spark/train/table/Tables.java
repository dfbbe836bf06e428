package io.github.mtdnn.spark.train.table;

import io.github.mtdnn.spark.train.store.RunDirectory;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The Parquet tables of a run directory: {@code tables/<table>/stage=<stage>/run_id=<run>/}.
 *
 * <p>Rows are written under a name that the writer chooses, and replace those of the same name: a
 * stage that is done again after it was cut off leaves no row twice. Each write becomes visible by
 * one rename.
 */
public final class Tables {
    private final SparkSession spark;
    private final RunDirectory run;
    private final String runId;

    public Tables(SparkSession spark, RunDirectory run, String runId) {
        this.spark = spark;
        this.run = run;
        this.runId = runId;
    }

    /** The run that the rows belong to. */
    public String runId() {
        return runId;
    }

    /**
     * Writes rows in place of those of the same table, stage, run and name.
     *
     * @param schema columns of the rows; {@code stage} and {@code run_id} are not among them, since
     *     the directory holds them
     * @param part name of these rows, unique within table, stage and run
     */
    public void write(String table, String stage, String part, StructType schema, List<Row> rows) {
        Path directory = new Path(run.tables(), table + "/stage=" + stage + "/run_id=" + runId);
        Path aside = new Path(run.tables(), ".writing-" + UUID.randomUUID());
        FileSystem files = run.files();
        try {
            spark.createDataFrame(rows, schema)
                    .coalesce(1)
                    .write()
                    .mode(SaveMode.ErrorIfExists)
                    .option("compression", "snappy")
                    .parquet(aside.toString());
            Path written = onlyPart(files, aside);
            files.mkdirs(directory);
            Path target = new Path(directory, "part-" + part + ".snappy.parquet");
            files.delete(target, false);
            if (!files.rename(written, target)) {
                throw new IOException("cannot rename " + written + " to " + target);
            }
        } catch (IOException e) {
            throw RunDirectory.unwritable(directory, e);
        } finally {
            run.delete(aside);
        }
    }

    private static Path onlyPart(FileSystem files, Path directory) throws IOException {
        for (FileStatus file : files.listStatus(directory)) {
            if (file.getPath().getName().startsWith("part-")) {
                return file.getPath();
            }
        }
        throw new IOException("Spark wrote no file to " + directory);
    }
}
