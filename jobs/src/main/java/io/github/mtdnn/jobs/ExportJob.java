package io.github.mtdnn.jobs;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.SettingsLoader.Need;
import io.github.mtdnn.spark.prep.exchange.CanonicalExport;
import io.github.mtdnn.spark.prep.exchange.ExportedSplit;
import io.github.mtdnn.spark.prep.exchange.TokenizedExport;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Writes data as files of the Python toolkit.
 *
 * <pre>
 * spark-submit --class io.github.mtdnn.jobs.ExportJob mtdnn-jobs.jar --output mt-dnn/bert --conf my.conf
 * </pre>
 */
@Command(
        name = "export",
        description = {
            "Writes data as files of the Python toolkit, one for each task and split.",
            "",
            "--format tokenised, the usual one: what prepare has encoded, <task>_<split>.json, to the"
                    + " byte as the toolkit's prepro_std.py makes them.",
            "--format canonical: the raw data, <task>_<split>.tsv (of documents .json), which"
                    + " prepro_std.py reads. It needs neither prepare nor a vocabulary.",
            "",
            "Takes the settings of prepare. Files of the same name are replaced."
        },
        footer = {
            "",
            "Examples:  ./mtdnn export --output canonical/bert-base-uncased --conf my.conf",
            "           ./mtdnn export --format canonical --output canonical --conf my.conf"
        })
public final class ExportJob implements Callable<Integer> {
    /** What the toolkit's files hold. */
    enum Format {
        /** Ids of a vocabulary. */
        TOKENISED,
        /** Texts. */
        CANONICAL
    }

    @Spec private CommandSpec spec;

    @Mixin private SettingsArguments arguments;

    @Option(
            names = "--output",
            paramLabel = "DIRECTORY",
            required = true,
            description = "Where the files go; on any file system.")
    private String output;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "tokenised",
            description = "tokenised or canonical. Default: ${DEFAULT-VALUE}.")
    private Format format;

    @Option(
            names = "--no-attention-mask",
            description =
                    "Leaves the field attention_mask out of tokenised records, which the toolkit"
                            + " before February 2021 does not have.")
    private boolean withoutMask;

    public static void main(String[] args) {
        CommandRunner.main(new ExportJob(), args);
    }

    @Override
    public Integer call() {
        if (withoutMask && format != Format.TOKENISED) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--no-attention-mask is about tokenised records alone; leave it out");
        }
        Settings settings =
                format == Format.TOKENISED
                        ? arguments.load()
                        : arguments.load(EnumSet.of(Need.TASKS));
        try (SparkSession spark = JobSession.open("export", settings.spark())) {
            for (ExportedSplit file : write(spark, settings)) {
                System.out.printf("%s: %,d records%n", file.file(), file.lines());
            }
        }
        return 0;
    }

    private List<ExportedSplit> write(SparkSession spark, Settings settings) {
        return switch (format) {
            case TOKENISED ->
                    new TokenizedExport(
                                    spark.sparkContext().hadoopConfiguration(),
                                    settings,
                                    output,
                                    !withoutMask)
                            .run();
            case CANONICAL -> new CanonicalExport(spark, settings, output).run();
        };
    }
}
