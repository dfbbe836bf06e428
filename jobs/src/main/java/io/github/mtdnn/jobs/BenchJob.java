package io.github.mtdnn.jobs;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.SettingsLoader.Need;
import io.github.mtdnn.jobs.bench.Bench;
import io.github.mtdnn.jobs.bench.TokenizeBench;
import io.github.mtdnn.spark.train.Progress;
import io.github.mtdnn.spark.train.environment.EnvironmentCheck;
import io.github.mtdnn.spark.train.environment.MemoryNeed;
import java.io.IOException;
import java.util.EnumSet;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Measures this machine: training steps, inference, rounds of averaging, and tokenizers. */
@Command(
        name = "bench",
        description = {
            "Measures training steps, inference and rounds of averaging on this machine, on random"
                    + " data, beside the machine's own matrix product in the same run; and the"
                    + " tokenizers, where their data are there.",
            "",
            "Takes about fifteen minutes on two cores; nothing else should be running. With the name"
                    + " of a measurement, makes that one alone."
        },
        subcommands = BenchTokenizeJob.class)
public final class BenchJob implements Callable<Integer> {
    @Mixin private SettingsArguments arguments;

    public static void main(String[] args) {
        CommandRunner.main(new BenchJob(), args);
    }

    @Override
    public Integer call() throws IOException {
        Settings settings = arguments.load(EnumSet.noneOf(Need.class));
        EnvironmentCheck.requireForTraining(settings.kernels(), MemoryNeed.NONE);
        Progress progress = new Progress(System.out);
        try (SparkSession spark = JobSession.open("bench", settings.spark())) {
            JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
            new Bench(context, settings, progress).run();
        }
        TokenizeBench tokenizers = new TokenizeBench(BenchTokenizeJob.DATA, progress);
        if (tokenizers.isPossible()) {
            tokenizers.run();
        }
        return 0;
    }
}
