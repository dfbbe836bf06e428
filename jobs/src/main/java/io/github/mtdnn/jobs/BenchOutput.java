package io.github.mtdnn.jobs;

import io.github.mtdnn.jobs.bench.BenchReport;
import io.github.mtdnn.jobs.bench.BenchTable;
import io.github.mtdnn.spark.train.Progress;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** Where the figures of a benchmark go: to the console, and where it is asked for into a table. */
final class BenchOutput {
    @Option(
            names = "--output",
            paramLabel = "DIRECTORY",
            description =
                    "Writes the figures there too, as the Parquet table bench; must not be there yet.")
    private String output;

    /** Measures, and hands in the figures. */
    interface Work {
        void run(BenchReport report) throws IOException;
    }

    /** Runs a benchmark; it must not leave a Spark session open. */
    void of(Work work) throws IOException {
        BenchReport report = new BenchReport(new Progress(System.out));
        if (output == null) {
            work.run(report);
            return;
        }
        BenchTable table = new BenchTable(output, new Configuration());
        table.requireAbsent();
        work.run(report);
        try (SparkSession spark = JobSession.open("bench", Map.of())) {
            table.write(spark, report.run(Version.ofJar()));
        }
    }
}
