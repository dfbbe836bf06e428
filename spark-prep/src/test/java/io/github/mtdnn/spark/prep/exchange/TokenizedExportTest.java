package io.github.mtdnn.spark.prep.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.SettingsLoader;
import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.failure.DataFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused; what is written, the tests of tokenised data and of conformance say. */
class TokenizedExportTest {
    @TempDir private Path directory;

    @Test
    void questionsHaveNoForm() throws IOException {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> export("type=span"))
                .withMessage(
                        "task mine: the Python toolkit reads the data of a span task from its raw"
                                + " files, not from tokenised ones. Give it those, and leave the task"
                                + " out of data.tasks.");
    }

    @Test
    void aSplitHasToBePrepared() throws IOException {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> export("type=regression"))
                .withMessageContaining("split train of task mine has not been prepared")
                .withMessageContaining("Run prepare");
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void aMissingSplitMayBePassedOver() throws IOException {
        assertThat(export("type=regression", "data.missing-splits=skip")).isEmpty();
    }

    private List<ExportedSplit> export(String task, String... more) throws IOException {
        Path vocabulary =
                Files.write(
                        directory.resolve("vocab.txt"),
                        List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "good"));
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "tasks.mine={%s, splits.train.path=train.csv}".formatted(task),
                                "data.tasks=[mine]",
                                "data.raw=\"%s\"".formatted(directory),
                                "run.directory=\"%s\"".formatted(directory.resolve("run")),
                                "encoder.vocab=\"%s\"".formatted(vocabulary)));
        arguments.addAll(List.of(more));
        Settings settings = SettingsLoader.load(List.of(), arguments);
        return new TokenizedExport(
                        new Configuration(), settings, directory.resolve("out").toString(), true)
                .run();
    }
}
