package io.github.mtdnn.spark.train;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.spark.prep.TokenizerReader;
import io.github.mtdnn.spark.shard.ShardStore;
import io.github.mtdnn.spark.train.data.PreparedTask;
import io.github.mtdnn.spark.train.store.RunDirectory;
import io.github.mtdnn.spark.train.table.Tables;
import io.github.mtdnn.text.file.TokenizerFiles;
import java.util.List;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * What every stage after preparation works with.
 *
 * @param tasks all configured tasks, with the splits that have been prepared
 * @param tokenizer what the examples were encoded with, and is copied beside every model
 * @param hadoop how to reach the run directory from executors
 */
public record TrainingRun(
        SparkSession session,
        Settings settings,
        RunInfo info,
        RunDirectory directory,
        Tables tables,
        List<PreparedTask> tasks,
        TokenizerFiles tokenizer,
        Broadcast<SerializableConfiguration> hadoop,
        Progress progress) {

    /**
     * Opens a run on what prepare has left in its directory.
     *
     * @param version of this software, for the tables
     */
    public static TrainingRun open(
            SparkSession session, Settings settings, String version, Progress progress) {
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        Configuration hadoop = spark.hadoopConfiguration();
        RunDirectory directory = RunDirectory.at(settings.run().directory(), hadoop);
        TokenizerFiles tokenizer = TokenizerReader.read(hadoop, settings.encoder());
        ShardStore store = ShardStore.of(directory.root().toString(), tokenizer.sha256());
        List<PreparedTask> tasks = PreparedTask.findAll(settings, store, hadoop);
        RunInfo info =
                new RunInfo(
                        RunName.of(settings, directory),
                        settings.run().seed(),
                        settings.configHash(),
                        PreparedTask.dataHash(tasks),
                        version);
        return new TrainingRun(
                session,
                settings,
                info,
                directory,
                new Tables(session, directory, info.runId()),
                tasks,
                tokenizer,
                spark.broadcast(new SerializableConfiguration(hadoop)),
                progress);
    }

    /** Runs a stage and keeps the table {@code runs}. */
    public <T> T stage(String stage, Supplier<T> work) {
        return new StageLog(session, tables, settings.masked(), info.version()).record(stage, work);
    }

    public JavaSparkContext spark() {
        return JavaSparkContext.fromSparkContext(session.sparkContext());
    }

    /** Number of ids that the examples may hold. */
    public int vocabularySize() {
        return tokenizer.open().size();
    }

    /** The tasks that can be trained. */
    public List<PreparedTask> trainable() {
        return PreparedTask.trainable(tasks);
    }
}
