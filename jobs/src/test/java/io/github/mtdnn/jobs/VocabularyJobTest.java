package io.github.mtdnn.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class VocabularyJobTest {
    @TempDir private Path directory;

    private final StringWriter err = new StringWriter();

    @Test
    void writesAVocabularyOfTextFiles() throws IOException {
        Path texts = Files.writeString(directory.resolve("texts.txt"), "low lower low\n");
        Path output = directory.resolve("vocab.txt");

        assertThat(run("--size=30", "--output=" + output, texts.toString())).isZero();

        assertThat(Files.readAllLines(output)).startsWith("[PAD]").contains("low");
        // Models may depend on what is there.
        List<String> before = Files.readAllLines(output);
        assertThat(run("--size=20", "--output=" + output, texts.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("vocab.txt is there already");
        assertThat(Files.readAllLines(output)).isEqualTo(before);
    }

    @Test
    void takesSettingsInPlaceOfTextsWhereTasksAreGiven() throws IOException {
        Files.writeString(directory.resolve("train.tsv"), "low lower\tyes\nlow\tno\n");
        Path conf =
                Files.writeString(
                        directory.resolve("own.conf"),
                        """
                        data.tasks = [own]
                        tasks.own {
                          type = classification, labels = [no, yes]
                          source { header = false, columns { premise = 0, label = 1 } }
                          splits.train.path = train.tsv
                        }
                        """);
        Path output = directory.resolve("vocab.txt");

        assertThat(run("--output=" + output, "--conf=" + conf, "data.raw=" + directory)).isZero();

        // Labels are no texts.
        assertThat(Files.readAllLines(output)).contains("low").doesNotContain("y", "yes");
    }

    @Test
    void saysHowItIsUsed() {
        assertThat(run("texts.txt")).isEqualTo(2);
        assertThat(err.toString()).contains("--output");
        assertThat(run("--output=v.txt")).isEqualTo(2);
        assertThat(err.toString()).contains("no texts given");
        assertThat(run("--output=v.txt", "--size=0", "texts.txt")).isEqualTo(2);
        assertThat(err.toString()).contains("--size = 0 is not allowed");
    }

    private int run(String... arguments) {
        CommandLine command = CommandRunner.commandLine(new VocabularyJob());
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }
}
