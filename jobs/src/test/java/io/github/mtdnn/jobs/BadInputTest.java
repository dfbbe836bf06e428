package io.github.mtdnn.jobs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.checkpoint.EncoderConfigFile;
import io.github.mtdnn.checkpoint.WeightsFile;
import io.github.mtdnn.data.ManifestFile;
import io.github.mtdnn.model.EncoderConfig;
import io.github.mtdnn.model.NetworkSpec;
import io.github.mtdnn.model.ParameterLayout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/**
 * Bad input as a user meets it: the exit code, the message (where, what was found, what is allowed,
 * what to do), and that nothing half-written is left.
 */
class BadInputTest {
    private static final int DONE = 0;
    private static final int CONFIGURATION = 2;
    private static final int DATA = 3;
    private static final int DIVERGED = 4;
    private static final int ENVIRONMENT = 5;

    private static final List<String> PIECES =
            List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "good", "bad", "very");
    private static final String HEADER = "id\ttext\tlabel\n";
    private static final String DEV = "mood/dev.tsv";

    /** What a run notes about itself, whether its stages are done or have failed. */
    private static final List<String> NOTES = List.of("run-id.txt", "tables/runs/");

    @TempDir private Path directory;

    private Path run;
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writeInput() throws IOException {
        run = directory.resolve("run");
        Files.write(directory.resolve("vocab.txt"), PIECES);
        writeRaw("mood/train.tsv", HEADER + "a\tvery good\tyes\nb\tbad\tno\nc\tgood\tyes\n");
        writeRaw(DEV, HEADER + "d\tgood\tyes\n");
        writeRaw("stars/train.tsv", HEADER + "a\tvery good\t2\n");
        Files.writeString(
                directory.resolve("tasks.conf"),
                """
                tasks {
                  mood {
                    type = classification, labels = [no, yes]
                    source { directory = mood, header = true }
                    source.columns { uid = id, premise = text, label = label }
                    splits { train { path = train.tsv }, dev { path = dev.tsv } }
                  }
                  stars {
                    type = classification, num-classes = 3
                    source { directory = stars, header = true }
                    source.columns { uid = id, premise = text, label = label }
                    splits { train { path = train.tsv } }
                  }
                }
                """);
    }

    @Test
    void missingRawFile() throws IOException {
        Files.delete(directory.resolve("raw").resolve(DEV));

        assertEnds(
                DATA,
                execute("prepare"),
                "raw/mood/dev.tsv (task mood, split dev) is not there. Put it there, or correct"
                        + " data.raw = ",
                "or set data.missing-splits = skip to go on without");
        assertThat(run).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    d~good         | line 2: 2 columns, separated by TABs, but the split has at least 3. | Correct the line, or leave short rows out
                    d~good~perhaps | line 2: label "perhaps" is not one of [no, yes] of task mood. | Correct the line, or the labels of the task.
                    d~caf\u00e9~yes | line 2: byte 6 of the line, 0xE9, is not UTF-8. | Convert the file to UTF-8
                    ''             | split dev of task mood has no rows (0 left out | Put data there
                    """)
    void wrongColumnCountUnknownLabelInvalidUtf8AndEmptySplit(
            String rows, String found, String advice) throws IOException {
        writeRaw(DEV, HEADER + rows.replace('~', '\t'), ISO_8859_1);

        assertEnds(DATA, execute("prepare"), "raw/mood/dev.tsv", found, advice);
        assertThatOnlyTheTrainingSplitIsThere();
    }

    @Test
    void labelOutOfTheRangeOfTheHead() throws IOException {
        writeRaw("stars/train.tsv", HEADER + "a\tgood\t3\n");

        assertEnds(
                DATA,
                execute("prepare", "data.tasks=[stars]"),
                "raw/stars/train.tsv line 2: label 3 is out of range: task stars has classes 0 to 2.",
                "Correct the line, or num-classes of the task.");
        assertThat(files()).isEmpty();
    }

    @Test
    void textOfAMillionCharacters() throws IOException {
        String million = "so good ".repeat(125_000);
        writeRaw(DEV, HEADER + "d\t" + million + "x\tyes\n");

        assertEnds(
                DATA,
                execute("prepare"),
                "raw/mood/dev.tsv line 2: the premise (column \"text\") has 1000001 characters, but"
                        + " data.max-text-length allows 1000000.",
                "Shorten the text, or raise data.max-text-length.");
        assertThatOnlyTheTrainingSplitIsThere();

        writeRaw(DEV, HEADER + "d\t" + million + "\tyes\n");
        assertThat(execute("prepare")).isEqualTo(DONE);
        assertThat(tokensOf("mood/dev")).isEqualTo(16);
    }

    @Test
    void emptyTextIsAnExampleOfTwoTokens() throws IOException {
        writeRaw(DEV, HEADER + "d\t\tyes\n");

        assertThat(execute("prepare")).isEqualTo(DONE);
        assertThat(tokensOf("mood/dev")).isEqualTo(2); // [CLS] [SEP]
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "refine.workers=0 | refine.workers = 0 is not allowed; give a whole number of at least 1.",
                "refine.batch-sise=8 | there is no key refine.batch-sise. Did you mean refine.batch-size?",
                "data.max-seq-length=long | data.max-seq-length = \"long\" is not allowed; give a whole number from 8 to 512.",
            })
    void noWorkersUnknownKeyAndWrongType(String argument, String message) {
        for (String command : List.of("validate", "prepare", "refine", "finetune", "pipeline")) {
            err.getBuffer().setLength(0);
            assertEnds(
                    CONFIGURATION,
                    execute(command, argument),
                    "argument " + argument + ": " + message);
        }
        assertThat(run).doesNotExist();
    }

    @Test
    void vocabularyThatDoesNotFitTheWeights() throws IOException {
        Path weights = writeWeights(PIECES.size() - 1);
        execute("prepare");
        List<String> before = files();

        assertEnds(
                CONFIGURATION,
                execute("refine", "encoder.weights=" + weights),
                "encoder.weights = "
                        + weights
                        + " has embeddings of 7 pieces, and the vocabulary has 8.",
                "Set encoder.vocab to the vocabulary that belongs to the weights");
        assertThat(filesBesideNotes()).isEqualTo(before);
    }

    @Test
    void truncatedSafetensors() throws IOException {
        Path weights = writeWeights(PIECES.size());
        Path file = weights.resolve(WeightsFile.NAME);
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 100_000));
        execute("prepare");
        List<String> before = files();

        assertEnds(
                DATA,
                execute("refine", "encoder.weights=" + weights),
                file + " is not a whole safetensors file: it ends within tensor bert.",
                "bytes are there. Copy it again from where it came from.");
        assertThat(filesBesideNotes()).isEqualTo(before);
    }

    @Test
    void shardWhoseChecksumDiffers() throws IOException {
        // Rows of its own: shards that another test has read stay in memory by their checksum.
        writeRaw("mood/train.tsv", HEADER + "x\tvery very bad\tno\ny\tvery good\tyes\n");
        execute("prepare");
        Path shard = directoryOf("mood/train").resolve("part-00000.parquet");
        byte[] content = Files.readAllBytes(shard);
        content[content.length / 2] ^= 1;
        Files.write(shard, content);
        List<String> before = files();

        assertEnds(
                DATA,
                execute("refine"),
                "mood/train/part-00000.parquet: the checksum is ",
                "but manifest.json expects ",
                "Run prepare again.");
        assertThat(filesBesideNotes()).isEqualTo(before);
    }

    @Test
    void learningRateThatTrainingDivergesAt() throws IOException {
        execute("prepare");
        List<String> before = files();

        assertEnds(
                DIVERGED,
                execute(
                        "refine",
                        "refine.workers=1",
                        "optimizer.warmup=0",
                        "optimizer.learning-rate=1e30"),
                "Training diverged: the ",
                " in step ",
                "(task mood, learning rate ",
                "Lower optimizer.learning-rate");
        assertThat(filesBesideNotes()).isEqualTo(before);
    }

    @Test
    void runDirectoryThatCannotBeWritten() throws IOException {
        Files.writeString(run, "a file where a directory has to be");

        assertEnds(
                ENVIRONMENT,
                execute("prepare"),
                "cannot be written: ",
                "Make room, mend the permissions, or set run.directory to another place.");
        assertThat(run).hasContent("a file where a directory has to be");
    }

    private void assertEnds(int expected, int exitCode, String... messageParts) {
        assertThat(err.toString()).contains(messageParts).doesNotContain("\tat ");
        assertThat(exitCode).isEqualTo(expected);
    }

    private void assertThatOnlyTheTrainingSplitIsThere() throws IOException {
        assertThat(files())
                .map(file -> file.replaceFirst("encoded/[^/]*/", ""))
                .containsExactly("mood/train/manifest.json", "mood/train/part-00000.parquet");
    }

    private int execute(String command, String... overrides) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                command,
                                "run.directory=" + run,
                                "data.raw=" + directory.resolve("raw"),
                                "data.task-files=[\"%s\"]"
                                        .formatted(directory.resolve("tasks.conf")),
                                "data.tasks=[mood]",
                                "data.max-seq-length=16",
                                "encoder.vocab=" + directory.resolve("vocab.txt"),
                                "refine.batch-size=1",
                                "refine.epochs=1",
                                "spark.master=local[2]"));
        arguments.addAll(List.of(overrides));
        CommandLine commandLine = CommandRunner.commandLine(new MtdnnCommand());
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments.toArray(String[]::new));
    }

    private void writeRaw(String file, String content) throws IOException {
        writeRaw(file, content, UTF_8);
    }

    private void writeRaw(String file, String content, Charset charset) throws IOException {
        Path path = directory.resolve("raw").resolve(file);
        Files.createDirectories(path.getParent());
        Files.write(path, content.getBytes(charset));
    }

    /** A published encoder of one layer with weights of zero. */
    private Path writeWeights(int vocabularySize) throws IOException {
        NetworkSpec network =
                new NetworkSpec(EncoderConfig.preset(1, 64, vocabularySize), List.of());
        ByteArrayOutputStream weights = new ByteArrayOutputStream();
        WeightsFile.write(
                weights, new ParameterLayout(network), (offset, length) -> new float[length]);
        Path checkpoint = Files.createDirectories(directory.resolve("weights"));
        Files.write(
                checkpoint.resolve(EncoderConfigFile.NAME), EncoderConfigFile.write(network, 0));
        Files.write(checkpoint.resolve(WeightsFile.NAME), weights.toByteArray());
        return checkpoint;
    }

    private long tokensOf(String split) throws IOException {
        Path manifest = directoryOf(split).resolve("manifest.json");
        return ManifestFile.parse(Files.readAllBytes(manifest), manifest.toString()).tokens();
    }

    private Path directoryOf(String split) throws IOException {
        try (Stream<Path> stores = Files.list(run.resolve("encoded"))) {
            return stores.findFirst().orElseThrow().resolve(split);
        }
    }

    /** All files of the run directory, hidden ones too. */
    private List<String> files() throws IOException {
        if (!Files.exists(run)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(run)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> run.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private List<String> filesBesideNotes() throws IOException {
        return files().stream().filter(file -> NOTES.stream().noneMatch(file::startsWith)).toList();
    }
}
