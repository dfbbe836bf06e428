package io.github.mtdnn.jobs;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.SettingsLoader.Need;
import io.github.mtdnn.jobs.bench.Bench;
import io.github.mtdnn.spark.train.Progress;
import io.github.mtdnn.spark.train.environment.EnvironmentCheck;
import io.github.mtdnn.spark.train.environment.MemoryNeed;
import java.util.EnumSet;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Measures this machine: training steps, inference, rounds of averaging. */
@Command(
        name = "bench",
        description = {
            "Measures training steps, inference and rounds of averaging on this machine, on random"
                    + " data, beside the machine's own matrix product in the same run; bench tokenize"
                    + " measures the tokenizers, bench prepare the preparation of data.",
            "",
            "Takes about ten minutes on two cores; nothing else should be running."
        },
        subcommands = {BenchTokenizeJob.class, BenchPrepareJob.class})
public final class BenchJob implements Callable<Integer> {
    @Mixin private SettingsArguments arguments;

    public static void main(String[] args) {
        CommandRunner.main(new BenchJob(), args);
    }

    @Override
    public Integer call() {
        Settings settings = arguments.load(EnumSet.noneOf(Need.class));
        EnvironmentCheck.requireForTraining(settings.kernels(), MemoryNeed.NONE);
        try (SparkSession spark = JobSession.open("bench", settings.spark())) {
            JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
            new Bench(context, settings, new Progress(System.out)).run();
        }
        return 0;
    }
}
