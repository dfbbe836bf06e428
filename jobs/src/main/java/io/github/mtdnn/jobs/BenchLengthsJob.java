package io.github.mtdnn.jobs;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.jobs.bench.PreparedLengths;
import io.github.mtdnn.spark.prep.Preparation;
import io.github.mtdnn.spark.train.Progress;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Counts how long the examples of data sets are. */
@Command(
        name = "lengths",
        description = {
            "Prints quantiles of the lengths of data sets' examples in tokens: how the distributions"
                    + " were made that bench measures steps on.",
            "",
            "Takes the settings of prepare, and prepares what is not."
        },
        footer = {
            "",
            "Example:  ./mtdnn bench lengths data.task-files=glue data.tasks=mrpc,sst,qnli"
                    + " data.raw=glue_data encoder.vocab=vocab.txt data.max-seq-length=512"
        })
public final class BenchLengthsJob implements Callable<Integer> {
    @Mixin private SettingsArguments arguments;

    @Override
    public Integer call() {
        Settings settings = arguments.load();
        try (SparkSession spark = JobSession.open("bench", settings.spark())) {
            Preparation.run(spark, settings);
            new PreparedLengths(
                            spark.sparkContext().hadoopConfiguration(), new Progress(System.out))
                    .print(settings);
        }
        return 0;
    }
}
