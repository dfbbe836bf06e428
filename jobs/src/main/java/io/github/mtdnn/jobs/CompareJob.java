package io.github.mtdnn.jobs;

import io.github.mtdnn.spark.train.Progress;
import io.github.mtdnn.spark.train.compare.Comparison;
import io.github.mtdnn.spark.train.compare.ComparisonTable;
import io.github.mtdnn.spark.train.compare.RunComparison;
import io.github.mtdnn.spark.train.compare.StoredRun;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Says whether one run is better than another.
 *
 * <pre>spark-submit --class io.github.mtdnn.jobs.CompareJob mtdnn-jobs.jar out/a out/b</pre>
 */
@Command(
        name = "compare",
        description = {
            "Compares the predictions of two runs unit by unit: by McNemar's test where a metric is a"
                    + " share of right units, by the paired bootstrap otherwise, each with the"
                    + " 95 %% interval of the difference. Units are examples, sentences, questions, or"
                    + " groups of candidates.",
            "",
            "A run is <run.directory>[#<stage>[/<run id>]]; stage and run id may be left out where"
                    + " there is only one. Writes the table comparisons beside the predictions of B."
        },
        footer = {"", "Example:  ./mtdnn compare 'out/demo#single-task' 'out/demo#finetune'"})
public final class CompareJob implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "A", description = "The run to start from.")
    private String first;

    @Parameters(index = "1", paramLabel = "B", description = "The run that may be better.")
    private String second;

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description =
                    "Compares this task; may be given several times. Without it, all tasks that"
                            + " both runs have.")
    private Set<String> tasks = new LinkedHashSet<>();

    @Option(
            names = "--resamples",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Resamples of the bootstrap, at least 1. Default: ${DEFAULT-VALUE}.")
    private int resamples;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of the bootstrap. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    public static void main(String[] args) {
        CommandRunner.main(new CompareJob(), args);
    }

    @Override
    public Integer call() {
        if (resamples < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--resamples = %d is not allowed; at least 1 is".formatted(resamples));
        }
        try (SparkSession spark = JobSession.open("compare", Map.of())) {
            run(spark, new Progress(System.out));
        }
        return 0;
    }

    private void run(SparkSession spark, Progress progress) {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        StoredRun before = StoredRun.find(first, hadoop);
        StoredRun after = StoredRun.find(second, hadoop);
        List<Comparison> comparisons =
                new RunComparison(spark, before, after, resamples, seed, progress).compare(tasks);
        new ComparisonTable(spark, Version.ofJar())
                .write(before, after, comparisons, resamples, seed);
        progress.line("A  %s%nB  %s", before, after);
        progress.line("%s", ComparisonText.of(comparisons));
    }
}
