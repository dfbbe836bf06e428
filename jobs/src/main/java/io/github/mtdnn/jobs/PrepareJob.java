package io.github.mtdnn.jobs;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.spark.prep.Preparation;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Encodes the raw data of every task into shards.
 *
 * <pre>spark-submit --class io.github.mtdnn.jobs.PrepareJob mtdnn-jobs.jar --conf my.conf</pre>
 */
@Command(
        name = "prepare",
        description = {
            "Encodes the raw data of the tasks in data.tasks into Parquet shards.",
            "",
            "Writes <run.directory>/encoded. A split whose raw files, vocabulary and definition have"
                    + " not changed is left as it is."
        },
        footer = {
            "",
            "Example:  ./mtdnn prepare data.raw=glue_data data.task-files=glue data.tasks=[cola,rte]"
                    + " encoder.vocab=vocab.txt"
        })
public final class PrepareJob implements Callable<Integer> {
    @Mixin private SettingsArguments arguments;

    public static void main(String[] args) {
        CommandRunner.main(new PrepareJob(), args);
    }

    @Override
    public Integer call() {
        Settings settings = arguments.load();
        try (SparkSession spark = JobSession.open("prepare", settings.spark())) {
            Preparation.run(spark, settings);
        }
        return 0;
    }
}
