package io.github.mtdnn.jobs;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.Settings.EncoderPreset;
import io.github.mtdnn.config.SettingsLoader.Need;
import io.github.mtdnn.jobs.bench.Bench;
import io.github.mtdnn.kernels.Precision;
import io.github.mtdnn.spark.train.environment.EnvironmentCheck;
import io.github.mtdnn.spark.train.environment.MemoryNeed;
import java.io.IOException;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures this machine: training steps and inference. */
@Command(
        name = "bench",
        description = {
            "Measures training steps and inference on this machine, on random data, beside the"
                    + " machine's own matrix product and memory copy in the same run. The commands"
                    + " below measure the rest, and compare two runs.",
            "",
            "Takes about ten minutes on two cores; nothing else should be running."
        },
        footer = {"", "docs/performance.md says what each figure means."},
        subcommands = {
            BenchRoundsJob.class,
            BenchFinetuneJob.class,
            BenchPrepareJob.class,
            BenchTokenizeJob.class,
            BenchLengthsJob.class,
            BenchCompareJob.class
        })
public final class BenchJob implements Callable<Integer> {
    @Mixin private SettingsArguments arguments;
    @Mixin private BenchOutput output;

    @Option(
            names = "--presets",
            paramLabel = "NAMES",
            split = ",",
            defaultValue = "tiny,mini,base",
            description =
                    "Sizes of the encoder: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Set<EncoderPreset> presets = new LinkedHashSet<>();

    @Option(
            names = "--precisions",
            paramLabel = "NAMES",
            split = ",",
            defaultValue = "float32,bf16",
            description =
                    "Settings of kernels.precision that are measured in turn:"
                            + " ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Set<Precision> precisions = new LinkedHashSet<>();

    public static void main(String[] args) {
        CommandRunner.main(new BenchJob(), args);
    }

    @Override
    public Integer call() throws IOException {
        Settings settings = arguments.load(EnumSet.noneOf(Need.class));
        EnvironmentCheck.requireForTraining(settings.kernels(), MemoryNeed.NONE);
        output.of(report -> new Bench(settings, presets, precisions, report).run());
        return 0;
    }
}
