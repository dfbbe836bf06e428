package io.github.mtdnn.jobs;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.spark.prep.exchange.TokenizedExport;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Writes prepared data as files of the Python toolkit.
 *
 * <pre>
 * spark-submit --class io.github.mtdnn.jobs.ExportJob mtdnn-jobs.jar --output mt-dnn/bert --conf my.conf
 * </pre>
 */
@Command(
        name = "export",
        description = {
            "Writes what prepare has encoded as the tokenised files of the Python toolkit:"
                    + " <task>_<split>.json, to the byte as its prepro_std.py makes them.",
            "",
            "Takes the settings of prepare. Files of the same name are replaced."
        },
        footer = {
            "",
            "Example:  ./mtdnn export --output canonical/bert-base-uncased --conf my.conf"
        })
public final class ExportJob implements Callable<Integer> {
    @Mixin private SettingsArguments arguments;

    @Option(
            names = "--output",
            paramLabel = "DIRECTORY",
            required = true,
            description = "Where the files go; on any file system.")
    private String output;

    @Option(
            names = "--no-attention-mask",
            description =
                    "Leaves the field attention_mask out, which the toolkit before February 2021"
                            + " does not have.")
    private boolean withoutMask;

    public static void main(String[] args) {
        CommandRunner.main(new ExportJob(), args);
    }

    @Override
    public Integer call() {
        Settings settings = arguments.load();
        try (SparkSession spark = JobSession.open("export", settings.spark())) {
            new TokenizedExport(
                            spark.sparkContext().hadoopConfiguration(),
                            settings,
                            output,
                            !withoutMask)
                    .run()
                    .forEach(
                            file ->
                                    System.out.printf(
                                            "%s: %,d records%n", file.file(), file.lines()));
        }
        return 0;
    }
}
