package io.github.mtdnn.spark.prep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.SettingsLoader;
import io.github.mtdnn.spark.LocalSpark;
import io.github.mtdnn.spark.prep.exchange.TokenizedExport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sample data of the Python toolkit, prepared and exported, give the very files that the
 * toolkit made of them, byte for byte.
 */
class ConformanceTest {
    private static final Path CONFORMANCE = TestSettings.shared("mtdnn-conformance");
    private static final Path VOCABULARY =
            TestSettings.shared("data/vocab/bert-base-uncased-vocab.txt");

    @TempDir private Path directory;

    @BeforeAll
    static void requireData() {
        for (Path path : List.of(CONFORMANCE, VOCABULARY)) {
            assumeTrue(Files.exists(path), "skipped: " + path + " is not there");
        }
    }

    @Test
    void reproducesTheSampleOfEveryGlueTask() throws IOException {
        Path samples = CONFORMANCE.resolve("tests/sample_data");

        List<String> files =
                export(
                        samples.resolve("input"),
                        true,
                        "data.task-files=[glue]",
                        "data.tasks=[cola, sst, mnli, mrpc, qnli, qqp, rte, wnli, stsb]");

        assertThat(files).hasSize(29);
        for (String file : files) {
            assertSameBytes(file, samples.resolve("output").resolve(file));
        }
    }

    @Test
    void reproducesTheSamplesOfSnliAndSciTail() throws IOException {
        Path samples = CONFORMANCE.resolve("sample_data");

        List<String> files =
                export(
                        samples.resolve("input"),
                        true,
                        "data.task-files=[nli]",
                        "data.tasks=[snli-glue, scitail]");

        assertThat(files).hasSize(6);
        for (String file : files) {
            assertSameBytes(file, samples.resolve("output").resolve(file.replace("-glue", "")));
        }
    }

    @Test
    void reproducesWhatTheToolkitMakesOfItsOwnTables() throws IOException {
        Path glue = CONFORMANCE.resolve("int_test_data/glue");
        Path definitions = directory.resolve("glue_task_def.yml");
        String yaml = Files.readString(glue.resolve("input/prepro_std/glue_task_def.yml"));
        // The head plays no part in the encoding, and SAN heads are not there yet.
        Files.writeString(definitions, yaml.replace("enable_san: true", "enable_san: false"));

        List<String> files =
                export(
                        glue.resolve("input/prepro_std"),
                        false,
                        "data.task-files=[\"%s\"]".formatted(definitions),
                        "data.tasks=[cola, mnli, stsb]",
                        "data.missing-splits=skip");

        assertThat(files)
                .containsExactlyInAnyOrder("cola_train.json", "mnli_train.json", "stsb_train.json");
        for (String file : files) {
            assertSameBytes(
                    file,
                    glue.resolve("expected/prepro_std/bert_base_uncased_lower").resolve(file));
        }
    }

    @Test
    void recordsComeOutAsTheyCameIn() throws IOException {
        Path records = CONFORMANCE.resolve("tests/sample_data/output");

        List<String> files =
                export(
                        records,
                        true,
                        recordsOf("cola", "type=classification, num-classes=2"),
                        recordsOf("qnli", "type=classification, text=pair, labels=[no, yes]"),
                        recordsOf("stsb", "type=regression, text=pair"),
                        "data.tasks=[cola, qnli, stsb]");

        assertThat(files).hasSize(9);
        for (String file : files) {
            assertSameBytes(file, records.resolve(file));
        }
    }

    private static String recordsOf(String task, String definition) {
        return ("tasks.%1$s={%2$s, source.format=mtdnn-json, splits {train.path=%1$s_train.json,"
                        + " dev.path=%1$s_dev.json,"
                        + " test {path=%1$s_test.json, columns.label=null}}}")
                .formatted(task, definition);
    }

    @Test
    void aTaskOfTheToolkitReadsItsRecords() throws IOException {
        Path glue = CONFORMANCE.resolve("int_test_data/glue");
        Path records = glue.resolve("input/encoder/bert_uncased_lower");

        List<String> files =
                export(
                        records,
                        false,
                        "data.task-files=[\"%s\"]"
                                .formatted(glue.resolve("input/prepro_std/glue_task_def.yml")),
                        "tasks.cola.source={format=mtdnn-json, columns=null}",
                        "tasks.cola.splits={train.path=cola_train.json, dev.path=cola_dev.json,"
                                + " test.path=cola_test.json}",
                        "data.tasks=[cola]");

        assertThat(files).hasSize(3);
        for (String file : files) {
            assertSameBytes(file, records.resolve(file));
        }
    }

    /** Prepares and exports; gives the names of the files. */
    private List<String> export(Path raw, boolean withMask, String... tasks) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(tasks));
        arguments.add("data.raw=\"%s\"".formatted(raw));
        arguments.add("data.max-seq-length=512");
        arguments.add("run.directory=\"%s\"".formatted(directory.resolve("run")));
        arguments.add("encoder.vocab=\"%s\"".formatted(VOCABULARY));
        Settings settings = SettingsLoader.load(List.of(), arguments);
        Preparation.run(LocalSpark.session(), settings);
        Path exported = exported();

        new TokenizedExport(
                        LocalSpark.session().sparkContext().hadoopConfiguration(),
                        settings,
                        exported.toString(),
                        withMask)
                .run();

        try (Stream<Path> files = Files.list(exported)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Path exported() {
        return directory.resolve("exported");
    }

    private void assertSameBytes(String exported, Path expected) {
        assertThat(exported().resolve(exported)).as(exported).hasSameBinaryContentAs(expected);
    }
}
