package io.github.mtdnn.spark.train;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.spark.train.data.PreparedTask;
import io.github.mtdnn.spark.train.store.RunDirectory;
import io.github.mtdnn.spark.train.table.Tables;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * What every stage after preparation works with.
 *
 * @param tasks all configured tasks, with the splits that have been prepared
 * @param vocabulary the bytes of {@code vocab.txt}
 * @param vocabularySize pieces in it
 * @param hadoop how to reach the run directory from executors
 */
public record TrainingRun(
        SparkSession session,
        Settings settings,
        RunInfo info,
        RunDirectory directory,
        Tables tables,
        List<PreparedTask> tasks,
        byte[] vocabulary,
        int vocabularySize,
        Broadcast<SerializableConfiguration> hadoop,
        Progress progress) {

    public JavaSparkContext spark() {
        return JavaSparkContext.fromSparkContext(session.sparkContext());
    }

    /** The tasks that can be trained. */
    public List<PreparedTask> trainable() {
        return PreparedTask.trainable(tasks);
    }
}
