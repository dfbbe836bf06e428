package io.github.mtdnn.jobs;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.Settings.EncoderPreset;
import io.github.mtdnn.config.SettingsLoader.Need;
import io.github.mtdnn.jobs.bench.Bench;
import io.github.mtdnn.jobs.bench.Lengths;
import io.github.mtdnn.jobs.bench.Peers;
import io.github.mtdnn.kernels.Precision;
import io.github.mtdnn.spark.train.environment.EnvironmentCheck;
import io.github.mtdnn.spark.train.environment.MemoryNeed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
    @Spec private CommandSpec spec;
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

    @Option(
            names = "--lengths",
            paramLabel = "NAMES",
            split = ",",
            defaultValue = "128,mrpc,sst-2,qnli",
            description =
                    "Lengths of the examples: a number of tokens, mrpc, sst-2 or qnli; all are held"
                            + " against the first. Default: ${DEFAULT-VALUE}.")
    private List<String> lengths = new ArrayList<>();

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Examples of a batch, whatever the encoder's size. Default: by its size.")
    private Optional<Integer> batchSize = Optional.empty();

    @Option(
            names = "--peer",
            description =
                    "Measures libtorch, too, in turns with ours, and prints how many times as fast"
                            + " ours is. Takes more than twice the time, and the memory of both.")
    private boolean withPeers;

    public static void main(String[] args) {
        CommandRunner.main(new BenchJob(), args);
    }

    @Override
    public Integer call() throws IOException {
        Settings settings = arguments.load(EnumSet.noneOf(Need.class));
        if (batchSize.isPresent() && batchSize.get() < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--batch = %d is not allowed; at least 1 is".formatted(batchSize.get()));
        }
        if (withPeers && precisions.contains(Precision.AUTO)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--precisions = auto names none for --peer; float32 and bf16 do");
        }
        EnvironmentCheck.requireForTraining(settings.kernels(), MemoryNeed.NONE);
        Bench.Selection selection =
                new Bench.Selection(
                        presets,
                        precisions,
                        lengths.stream().map(this::lengths).toList(),
                        batchSize,
                        withPeers ? Peers.onClassPath(settings) : Peers.NONE);
        output.of(report -> new Bench(settings, selection, report).run());
        return 0;
    }

    private Lengths lengths(String name) {
        return Lengths.named(name)
                .orElseThrow(
                        () ->
                                new ParameterException(
                                        spec.commandLine(),
                                        ("--lengths: %s is neither a number of 1 to 512 tokens nor"
                                                        + " mrpc, sst-2 or qnli")
                                                .formatted(name)));
    }
}
