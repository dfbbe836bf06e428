package io.github.mtdnn.jobs;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.SettingsLoader;
import io.github.mtdnn.config.SettingsLoader.Need;
import io.github.mtdnn.spark.prep.Preparation;
import io.github.mtdnn.spark.prep.RawDataListing;
import io.github.mtdnn.spark.prep.profile.DataProfile;
import io.github.mtdnn.task.Task;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
            "Writes <run.directory>/encoded, and the table data_profile about it. A split whose raw files, vocabulary and definition have"
                    + " not changed is left as it is.",
            "",
            "With --list, says instead which raw files of these tasks are there, which are missing and"
                    + " where they are published; of all built-in tasks where data.tasks is empty."
        },
        footer = {
            "",
            "Example:  ./mtdnn prepare data.raw=glue_data data.task-files=glue data.tasks=[cola,rte]"
                    + " encoder.vocab=vocab.txt"
        })
public final class PrepareJob implements Callable<Integer> {
    @Mixin private SettingsArguments arguments;

    @Option(names = "--list", description = "Lists the raw files, and prepares nothing.")
    private boolean list;

    public static void main(String[] args) {
        CommandRunner.main(new PrepareJob(), args);
    }

    @Override
    public Integer call() {
        return list ? list() : prepare();
    }

    private int list() {
        Settings settings = arguments.load(EnumSet.noneOf(Need.class));
        List<Task> tasks =
                settings.tasks().isEmpty() ? SettingsLoader.builtInTasks() : settings.tasks();
        try (SparkSession spark = JobSession.open("prepare", settings.spark())) {
            RawDataListing.of(spark, settings.data().raw(), tasks).forEach(System.out::println);
        }
        return 0;
    }

    private int prepare() {
        Settings settings = arguments.load();
        try (SparkSession spark = JobSession.open("prepare", settings.spark())) {
            Preparation.run(spark, settings);
            DataProfile.report(spark, settings);
        }
        return 0;
    }
}
