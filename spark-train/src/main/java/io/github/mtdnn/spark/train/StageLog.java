package io.github.mtdnn.spark.train;

import io.github.mtdnn.spark.train.table.TableSchemas;
import io.github.mtdnn.spark.train.table.Tables;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** Keeps the table {@code runs}: what was run when, with which settings, and how it ended. */
public final class StageLog {
    private final SparkSession session;
    private final Tables tables;
    private final String configuration;
    private final String version;

    /**
     * @param configuration all settings, without secrets
     * @param version of this software
     */
    public StageLog(SparkSession session, Tables tables, String configuration, String version) {
        this.session = session;
        this.tables = tables;
        this.configuration = configuration;
        this.version = version;
    }

    /** Runs a stage; its row says {@code running} until it says {@code done} or {@code failed}. */
    public <T> T record(String stage, Supplier<T> work) {
        Instant started = Instant.now();
        write(stage, started, null, "running");
        try {
            T result = work.get();
            write(stage, started, Instant.now(), "done");
            return result;
        } catch (Throwable failure) { // Spark's are checked, but not declared
            writeFailed(stage, started, failure);
            throw failure;
        }
    }

    /** What the stage failed of is not to be hidden by a table that cannot be written either. */
    private void writeFailed(String stage, Instant started, Throwable failure) {
        try {
            write(stage, started, Instant.now(), "failed");
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
    }

    private void write(String stage, Instant started, Instant ended, String status) {
        SparkContext spark = session.sparkContext();
        tables.write(
                TableSchemas.RUNS_TABLE,
                stage,
                "started-" + started.toEpochMilli(),
                TableSchemas.RUNS,
                List.of(
                        RowFactory.create(
                                configuration,
                                "mtdnn-spark %s, Spark %s, Java %s"
                                        .formatted(version, spark.version(), Runtime.version()),
                                "%s, %d cores"
                                        .formatted(spark.master(), spark.defaultParallelism()),
                                Timestamp.from(started),
                                ended == null ? null : Timestamp.from(ended),
                                status)));
    }
}
