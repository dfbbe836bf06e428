package io.github.mtdnn.jobs;

import io.github.mtdnn.jobs.bench.BenchComparison;
import io.github.mtdnn.jobs.bench.BenchRun;
import io.github.mtdnn.jobs.bench.BenchTable;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Holds the figures of two runs of benchmarks against each other. */
@Command(
        name = "compare",
        description = {
            "Shows what two runs of bench have measured side by side: for each figure that both have,"
                    + " both values and how many times better that of B is. A ratio above 1 is an"
                    + " improvement, be it more tokens/s or fewer seconds."
        },
        footer = {"", "Example:  ./mtdnn bench compare out/before out/after"})
public final class BenchCompareJob implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "A",
            description = "What bench wrote to its --output before.")
    private String first;

    @Parameters(index = "1", paramLabel = "B", description = "What it wrote after.")
    private String second;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    @Override
    public Integer call() {
        try (SparkSession spark = JobSession.open("bench", Map.of())) {
            BenchRun before = read(spark, first);
            BenchRun after = read(spark, second);
            System.out.println(BenchComparison.of(before, after).text(first, second));
        }
        return 0;
    }

    private static BenchRun read(SparkSession spark, String location) {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        return new BenchTable(location, hadoop).read(spark);
    }
}
