package io.github.mtdnn.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchCommandsTest {
    @TempDir private Path directory;

    private final StringWriter err = new StringWriter();

    @Test
    void refuseAnOutputThatIsThereBeforeTheyMeasure() throws IOException {
        Path output = Files.createDirectory(directory.resolve("before"));
        Path vocabulary = Files.writeString(directory.resolve("vocab.txt"), "the\n");

        assertThat(run("--output=" + output)).isEqualTo(2);
        assertThat(run("rounds", "--output=" + output)).isEqualTo(2);
        assertThat(run("finetune", "--output=" + output)).isEqualTo(2);
        assertThat(run("prepare", "--vocab=" + vocabulary, "--output=" + output)).isEqualTo(2);
        assertThat(run("tokenize", "--data=" + directory, "--output=" + output)).isEqualTo(2);
        assertThat(err.toString().lines())
                .hasSize(5)
                .allMatch(line -> line.contains("before is there already"));
        assertThat(output).isEmptyDirectory();
    }

    @Test
    void sayWhichNumbersAreAllowed() {
        assertRefused("--workers = 0 is not allowed; at least 1 is", "rounds", "--workers=2,0");
        assertRefused("--steps = -1 is not allowed; at least 0 is", "rounds", "--steps=-1");
        assertRefused("--rounds = 0 is not allowed", "rounds", "--rounds=0");
        assertRefused(
                "--length = 513 is not allowed; at least 1 is, and at most 512",
                "rounds",
                "--length=513");
        assertRefused("--rows = 0 is not allowed; at least 1 is", "finetune", "--rows=0");
        assertRefused("--presets", "--presets=huge");
        assertRefused("--batch = 0 is not allowed; at least 1 is", "--batch=0");
        assertRefused(
                "--lengths: 513 is neither a number of 1 to 512 tokens nor mrpc, sst-2 or qnli",
                "--lengths=128,513");
    }

    @Test
    void makeNoRowsWhereThereAreData() {
        assertRefused(
                "--rows is of the data that are made, and data.tasks names others",
                "finetune",
                "--rows=5",
                "data.task-files=glue",
                "data.tasks=[sst]");
    }

    @Test
    void compareWhatIsThereAlone() {
        String nothing = directory.resolve("nothing").toString();
        assertThat(run("compare", nothing, nothing)).isEqualTo(3);
        assertThat(err.toString()).contains("nothing holds no figures of bench: it is not there");
    }

    @Test
    void measureNobodyWhoIsNotThereOrCannotDoTheSame() {
        assertThat(run("--peer")).isEqualTo(5);
        assertThat(err.toString()).contains("Run ./mtdnn bench --peer");
        assertRefused("--precisions = auto names none for --peer", "--peer", "--precisions=auto");
        assertRefused(
                "optimizer.name = adamax-classic cannot be measured beside others",
                "--peer",
                "optimizer.name=adamax-classic");
    }

    private void assertRefused(String message, String... arguments) {
        assertThat(run(arguments)).isEqualTo(2);
        assertThat(err.toString()).contains(message);
    }

    private int run(String... arguments) {
        CommandLine command = CommandRunner.commandLine(new BenchJob());
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }
}
