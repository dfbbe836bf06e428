package io.github.mtdnn.jobs;

import io.github.mtdnn.jobs.bench.PrepareBench;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the preparation of raw data. */
@Command(
        name = "prepare",
        description = {
            "Measures the job prepare on generated pairs of texts, on one core and on two in turns:"
                    + " rows/s, MB/s of raw text, peak memory, and what data_profile adds.",
            "",
            "Takes about two minutes; nothing else should be running."
        })
public final class BenchPrepareJob implements Callable<Integer> {
    private static final int ROUNDS = 3;

    @Spec private CommandSpec spec;

    @Mixin private BenchOutput output;

    @Option(
            names = "--vocab",
            paramLabel = "FILE",
            required = true,
            description = "The vocab.txt of a BERT model; its words make the texts.")
    private Path vocabulary;

    @Option(
            names = "--pairs",
            paramLabel = "N",
            defaultValue = "400000",
            description = "Pairs to prepare, at least 1. Default: ${DEFAULT-VALUE}.")
    private int pairs;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    @Override
    public Integer call() throws IOException {
        if (pairs < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--pairs = %d is not allowed; at least 1 is".formatted(pairs));
        }
        output.of(
                report ->
                        new PrepareBench(
                                        vocabulary,
                                        pairs,
                                        ROUNDS,
                                        master ->
                                                JobSession.open(
                                                        "bench", Map.of("spark.master", master)),
                                        report)
                                .run());
        return 0;
    }
}
