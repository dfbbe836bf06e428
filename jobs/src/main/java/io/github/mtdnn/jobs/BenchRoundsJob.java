package io.github.mtdnn.jobs;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.Settings.EncoderPreset;
import io.github.mtdnn.config.SettingsLoader.Need;
import io.github.mtdnn.jobs.bench.RoundBench;
import io.github.mtdnn.spark.train.Progress;
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

/** Measures what rounds of averaging cost beside their steps. */
@Command(
        name = "rounds",
        description = {
            "Measures rounds of averaging beside their steps, in the three ways there are: seconds,"
                    + " and bytes to each executor and from each worker.",
            "",
            "Nothing else should be running."
        })
public final class BenchRoundsJob implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Mixin private SettingsArguments arguments;

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

    @Override
    public Integer call() throws IOException {
        for (int count : workers) {
            if (count < 1) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--workers = %d is not allowed; at least 1 is".formatted(count));
            }
        }
        Settings settings = arguments.load(EnumSet.noneOf(Need.class));
        EnvironmentCheck.requireForTraining(settings.kernels(), MemoryNeed.NONE);
        try (SparkSession spark = JobSession.open("bench", settings.spark())) {
            RoundBench bench =
                    new RoundBench(
                            JavaSparkContext.fromSparkContext(spark.sparkContext()),
                            settings,
                            new Progress(System.out));
            for (EncoderPreset preset : presets) {
                for (int count : workers) {
                    bench.run(preset, count);
                }
            }
        }
        return 0;
    }
}
