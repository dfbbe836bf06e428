package io.github.mtdnn.jobs;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.SettingsLoader.Need;
import io.github.mtdnn.jobs.bench.BenchReport;
import io.github.mtdnn.jobs.bench.FinetuneBench;
import io.github.mtdnn.jobs.bench.GeneratedSentences;
import io.github.mtdnn.spark.train.Progress;
import io.github.mtdnn.spark.train.environment.EnvironmentCheck;
import io.github.mtdnn.spark.train.environment.MemoryNeed;
import io.github.mtdnn.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures a whole fine-tuning. */
@Command(
        name = "finetune",
        description = {
            "Measures a whole fine-tuning from random weights: examples/s from the start of the job"
                    + " to the written metrics, and the seconds of its parts.",
            "",
            "Without data.tasks it makes sentences with the lengths of SST-2, and trains a tiny"
                    + " encoder. Settings are those of pipeline; tasks are fine-tuned one after the"
                    + " other, in a temporary directory of this machine.",
            "",
            "Nothing else should be running."
        },
        footer = {
            "",
            "Example:  ./mtdnn bench finetune finetune.epochs=1",
            "          ./mtdnn bench finetune --conf conf/glue-small.conf data.raw=glue_data"
                    + " encoder.vocab=vocab.txt data.tasks=[sst]"
        })
public final class BenchFinetuneJob implements Callable<Integer> {
    /** Rows of SST-2's training split, and of its dev split. */
    private static final int SST_2_ROWS = 67_349;

    private static final int SST_2_DEV_ROWS = 872;

    private static final String DEFAULTS =
            """
            encoder.preset = tiny
            finetune.from = random
            """;

    @Spec private CommandSpec spec;

    @Mixin private SettingsArguments arguments;
    @Mixin private BenchOutput output;

    @Option(
            names = "--rows",
            paramLabel = "N",
            description =
                    "Training rows to make, at least 1; without data.tasks alone. Default: 67349, as"
                            + " SST-2 has.")
    private Integer rows;

    @Override
    public Integer call() throws IOException {
        Settings given = arguments.load(EnumSet.noneOf(Need.class));
        boolean generates = given.tasks().isEmpty();
        if (rows != null && !generates) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--rows is of the data that are made, and data.tasks names others; leave one out");
        }
        if (rows != null && rows < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--rows = %d is not allowed; at least 1 is".formatted(rows));
        }
        EnvironmentCheck.requireForTraining(given.kernels(), MemoryNeed.NONE);
        output.of(report -> measure(generates, report));
        return 0;
    }

    private void measure(boolean generates, BenchReport report) throws IOException {
        Path directory = Files.createTempDirectory("mtdnn-bench");
        try {
            List<String> chosen = new ArrayList<>();
            chosen.add("run.directory=" + directory.resolve("run"));
            chosen.add("finetune.parallel-tasks=1");
            if (generates) {
                int training = rows == null ? SST_2_ROWS : rows;
                chosen.addAll(
                        GeneratedSentences.write(
                                directory, training, Math.min(training, SST_2_DEV_ROWS)));
            }
            Path defaults = Files.writeString(directory.resolve("defaults.conf"), DEFAULTS);
            Settings settings = arguments.load(defaults, chosen);
            new FinetuneBench(
                            spark -> JobSession.open("bench", spark),
                            Version.ofJar(),
                            new Progress(System.out),
                            report)
                    .run(
                            settings.tasks().stream()
                                    .map(Task::name)
                                    .collect(Collectors.joining(" ")),
                            settings);
        } finally {
            FileUtil.fullyDelete(directory.toFile());
        }
    }
}
