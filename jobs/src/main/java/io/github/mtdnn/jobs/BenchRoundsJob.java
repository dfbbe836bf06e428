package io.github.mtdnn.jobs;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.Settings.EncoderPreset;
import io.github.mtdnn.config.SettingsLoader.Need;
import io.github.mtdnn.jobs.bench.BenchReport;
import io.github.mtdnn.jobs.bench.RoundBench;
import io.github.mtdnn.spark.train.environment.EnvironmentCheck;
import io.github.mtdnn.spark.train.environment.MemoryNeed;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures rounds: what averaging costs beside their steps, and whole rounds of training. */
@Command(
        name = "rounds",
        description = {
            "Measures rounds of averaging beside their steps, in the three ways there are: seconds,"
                    + " and bytes to each executor and from each worker.",
            "",
            "With --steps it also measures whole rounds of training, averaged as"
                    + " refine.averaging says: the tokens/s of each number of workers beside those"
                    + " of one. A worker has as many cores as spark.task.cpus, without it one.",
            "",
            "Nothing else should be running."
        },
        footer = {"", "Example:  ./mtdnn bench rounds --presets mini --workers 1,2 --steps 50"})
public final class BenchRoundsJob implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Mixin private SettingsArguments arguments;
    @Mixin private BenchOutput output;

    @Option(
            names = "--presets",
            paramLabel = "NAMES",
            split = ",",
            defaultValue = "tiny,mini",
            description =
                    "Sizes of the encoder: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private List<EncoderPreset> presets;

    @Option(
            names = "--workers",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,2,4",
            description = "Numbers of workers, each at least 1. Default: ${DEFAULT-VALUE}.")
    private List<Integer> workers;

    @Option(
            names = "--steps",
            paramLabel = "H",
            defaultValue = "0",
            description =
                    "Steps of each worker in a whole round; 0: averaging alone is measured."
                            + " Default: ${DEFAULT-VALUE}.")
    private int steps;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Whole rounds that are timed, at least 1. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "32",
            description =
                    "Examples of a step of a whole round, at least 1. Default: ${DEFAULT-VALUE}.")
    private int batchSize;

    @Option(
            names = "--length",
            paramLabel = "N",
            defaultValue = "128",
            description = "Tokens of each of these examples, 1 to 512. Default: ${DEFAULT-VALUE}.")
    private int length;

    @Override
    public Integer call() throws IOException {
        workers.forEach(count -> require("--workers", count, 1, Integer.MAX_VALUE));
        require("--steps", steps, 0, Integer.MAX_VALUE);
        require("--rounds", rounds, 1, Integer.MAX_VALUE);
        require("--batch", batchSize, 1, Integer.MAX_VALUE);
        require("--length", length, 1, 512);
        Settings settings = arguments.load(EnumSet.noneOf(Need.class));
        EnvironmentCheck.requireForTraining(settings.kernels(), MemoryNeed.NONE);
        output.of(report -> measure(settings, report));
        return 0;
    }

    private void require(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ParameterException(
                    spec.commandLine(),
                    "%s = %d is not allowed; at least %d is%s"
                            .formatted(
                                    option,
                                    value,
                                    least,
                                    most == Integer.MAX_VALUE ? "" : ", and at most " + most));
        }
    }

    private void measure(Settings settings, BenchReport report) throws IOException {
        try (SparkSession spark = JobSession.open("bench", settings.spark())) {
            RoundBench bench =
                    new RoundBench(
                            JavaSparkContext.fromSparkContext(spark.sparkContext()),
                            settings,
                            report);
            for (EncoderPreset preset : presets) {
                for (int count : workers) {
                    bench.averaging(preset, count);
                }
                if (steps > 0) {
                    bench.training(
                            preset,
                            workers,
                            new RoundBench.Training(steps, rounds, batchSize, length));
                }
            }
        }
    }
}
