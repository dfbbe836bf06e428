package io.github.mtdnn.jobs;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.SettingsLoader;
import io.github.mtdnn.config.SettingsLoader.Need;
import io.github.mtdnn.spark.prep.VocabularyFile;
import io.github.mtdnn.spark.prep.VocabularyTraining;
import io.github.mtdnn.text.Normalization;
import io.github.mtdnn.text.WordPieceTrainer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Learns a vocabulary from texts.
 *
 * <pre>
 * spark-submit --class io.github.mtdnn.jobs.VocabularyJob mtdnn-jobs.jar --output vocab.txt texts
 * </pre>
 */
@Command(
        name = "vocab",
        description = {
            "Learns a WordPiece vocabulary from texts: from text files, or with --conf from the"
                    + " training splits of the tasks in data.tasks.",
            "",
            "Begins with the characters and again and again makes a piece of the two neighbours that"
                    + " stand together most often. Texts are split into words as for BERT."
        },
        footer = {
            "",
            "Example:  ./mtdnn vocab --size 30000 --output vocab.txt texts/",
            "          ./mtdnn vocab --size 8000 --output vocab.txt --conf my.conf data.raw=/data"
        })
public final class VocabularyJob implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "PATH",
            arity = "0..*",
            description =
                    "Text files in UTF-8, directories of them, and patterns, on any file system;"
                            + " with --conf settings (key=value) instead.")
    private List<String> arguments = new ArrayList<>();

    @Option(
            names = "--conf",
            paramLabel = "FILE",
            description = "A HOCON file of settings with tasks; may be given several times.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--output",
            paramLabel = "FILE",
            required = true,
            description = "The vocab.txt to write; must not be there yet.")
    private String output;

    @Option(
            names = "--size",
            paramLabel = "N",
            defaultValue = "30000",
            description = "Pieces, specials included. Default: ${DEFAULT-VALUE}.")
    private int size;

    @Option(
            names = "--min-count",
            paramLabel = "N",
            defaultValue = "2",
            description =
                    "How often two neighbours stand together to become a piece, at least. Default:"
                            + " ${DEFAULT-VALUE}.")
    private long minCount;

    @Option(
            names = "--max-characters",
            paramLabel = "N",
            defaultValue = "1000",
            description =
                    "Characters that become pieces, the most frequent; words with others will be"
                            + " unknown. Chinese needs 5000 and more. Default: ${DEFAULT-VALUE}.")
    private int maxCharacters;

    @Option(
            names = "--cased",
            description = "Keeps upper case and accents; set encoder.cased = true then.")
    private boolean cased;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    public static void main(String[] args) {
        CommandRunner.main(new VocabularyJob(), args);
    }

    @Override
    public Integer call() {
        requirePositive("--size", size);
        requirePositive("--min-count", minCount);
        requirePositive("--max-characters", maxCharacters);
        if (files.isEmpty()) {
            if (arguments.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "no texts given: name text files, or --conf with tasks");
            }
            try (SparkSession spark = JobSession.open("vocab", Map.of())) {
                write(spark, training -> training.ofFiles(spark, arguments));
            }
            return 0;
        }
        Settings settings = SettingsLoader.load(files, arguments, EnumSet.of(Need.TASKS));
        try (SparkSession spark = JobSession.open("vocab", settings.spark())) {
            write(spark, training -> training.ofTasks(spark, settings));
        }
        return 0;
    }

    private void requirePositive(String option, long value) {
        if (value < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "%s = %d is not allowed; at least 1 is".formatted(option, value));
        }
    }

    /** Learns pieces from one kind of texts. */
    private interface Texts {
        List<String> learn(VocabularyTraining training);
    }

    private void write(SparkSession spark, Texts texts) {
        VocabularyFile file =
                new VocabularyFile(output, spark.sparkContext().hadoopConfiguration());
        file.requireAbsent();
        List<String> pieces =
                texts.learn(
                        new VocabularyTraining(
                                cased ? Normalization.CASED : Normalization.UNCASED,
                                new WordPieceTrainer(size, maxCharacters, minCount),
                                VocabularyTraining.MAX_WORDS));
        file.write(pieces);
        System.out.printf("%s: %,d pieces%n", output, pieces.size());
    }
}
