package io.github.mtdnn.jobs;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.SettingsLoader.Need;
import io.github.mtdnn.jobs.bench.Bench;
import io.github.mtdnn.spark.train.Progress;
import io.github.mtdnn.spark.train.environment.EnvironmentCheck;
import io.github.mtdnn.spark.train.environment.MemoryNeed;
import java.util.EnumSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Measures this machine: training steps and inference. */
@Command(
        name = "bench",
        description = {
            "Measures training steps and inference on this machine, on random data, beside the"
                    + " machine's own matrix product in the same run; bench rounds measures rounds of"
                    + " averaging, bench tokenize the tokenizers, bench prepare the preparation of"
                    + " data.",
            "",
            "Takes about six minutes on two cores; nothing else should be running."
        },
        subcommands = {BenchRoundsJob.class, BenchTokenizeJob.class, BenchPrepareJob.class})
public final class BenchJob implements Callable<Integer> {
    @Mixin private SettingsArguments arguments;

    public static void main(String[] args) {
        CommandRunner.main(new BenchJob(), args);
    }

    @Override
    public Integer call() {
        Settings settings = arguments.load(EnumSet.noneOf(Need.class));
        EnvironmentCheck.requireForTraining(settings.kernels(), MemoryNeed.NONE);
        new Bench(settings, new Progress(System.out)).run();
        return 0;
    }
}
