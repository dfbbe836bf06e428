package io.github.mtdnn.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command as it is typed; what the files hold, the tests of the exports say. */
class ExportJobTest {
    @TempDir private Path directory;

    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writeTask() throws IOException {
        write("train.csv", "text,mood", "so sad,bad", "joy,good");
        write(
                "mood.conf",
                """
                data.tasks = [mood]
                tasks.mood {
                  type = classification, labels = [bad, good]
                  source.columns { premise = text, label = mood }
                  splits.train.path = train.csv
                }
                """);
    }

    @Test
    void canonicalTablesNeedNeitherVocabularyNorPreparation() throws IOException {
        assertThat(run("export", "--format", "canonical", "--output", out())).isZero();

        assertThat(directory.resolve("out/mood_train.tsv"))
                .hasContent("0\tbad\tso sad\n1\tgood\tjoy\n");
        assertThat(directory.resolve("run")).doesNotExist();
    }

    @Test
    void tokenisedRecordsAreTheUsualOnes() throws IOException {
        write("vocab.txt", "[PAD]", "[UNK]", "[CLS]", "[SEP]", "so", "sad", "joy");
        String vocabulary = "encoder.vocab=" + directory.resolve("vocab.txt");

        assertThat(run("prepare", vocabulary)).isZero();
        assertThat(run("export", "--no-attention-mask", "--output", out(), vocabulary)).isZero();

        assertThat(directory.resolve("out/mood_train.json"))
                .hasContent(
                        """
                        {"uid": "0", "label": 0, "token_id": [2, 4, 5, 3], "type_id": [0, 0, 0, 0]}
                        {"uid": "1", "label": 1, "token_id": [2, 6, 3], "type_id": [0, 0, 0]}
                        """);
    }

    @Test
    void aRowThatHasNoFormEndsItWithItsPlace() throws IOException {
        write("train.csv", "text,mood", "so sad,bad", "\"two", "lines\",good");

        assertThat(run("export", "--format=canonical", "--output", out())).isEqualTo(3);

        assertThat(err.toString())
                .contains("train.csv line 3: the premise has a line break", "Correct the data")
                .doesNotContain("\tat ");
        assertThat(directory.resolve("out")).isEmptyDirectory();
    }

    @Test
    void saysHowItIsUsed() {
        assertThat(run("export", "--format=canonical", "--no-attention-mask", "--output", out()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--no-attention-mask is about tokenised records alone");
        assertThat(run("export", "--format=json", "--output", out())).isEqualTo(2);
        assertThat(err.toString()).contains("--format", "json");
    }

    private String out() {
        return directory.resolve("out").toString();
    }

    private int run(String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(
                List.of(
                        "--conf",
                        directory.resolve("mood.conf").toString(),
                        "data.raw=" + directory,
                        "run.directory=" + directory.resolve("run"),
                        "spark.master=local[2]"));
        CommandLine commandLine = CommandRunner.commandLine(new MtdnnCommand());
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments.toArray(String[]::new));
    }

    private void write(String file, String... lines) throws IOException {
        Files.write(directory.resolve(file), List.of(lines));
    }
}
