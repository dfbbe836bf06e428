package io.github.mtdnn.jobs;

import io.github.mtdnn.jobs.bench.TokenizeBench;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the tokenizers alone. */
@Command(
        name = "tokenize",
        description = {
            "Measures the tokenizers on one core, in MB/s, beside the Rust tokenizers of Hugging Face"
                    + " in the same run, and compares the ids.",
            "",
            "Takes about four minutes; nothing else should be running."
        })
public final class BenchTokenizeJob implements Callable<Integer> {
    @Mixin private BenchOutput output;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            required = true,
            description = "Directory with vocab, mlm_text and parity/wordpiece.")
    private Path data;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    @Override
    public Integer call() throws IOException {
        output.of(report -> new TokenizeBench(data, report).run());
        return 0;
    }
}
