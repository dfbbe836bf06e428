package io.github.mtdnn.spark.prep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.SettingsLoader;
import io.github.mtdnn.config.SettingsLoader.Need;
import io.github.mtdnn.spark.LocalSpark;
import io.github.mtdnn.spark.prep.exchange.CanonicalExport;
import io.github.mtdnn.spark.prep.exchange.TokenizedExport;
import io.github.mtdnn.task.Example;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

    private static final String GLUE_TASKS =
            "data.tasks=[cola, sst, mnli, mrpc, qnli, qqp, rte, wnli, stsb]";

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
                export(samples.resolve("input"), true, "data.task-files=[glue]", GLUE_TASKS);

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
        Path tables = glue.resolve("input/prepro_std");

        List<String> files =
                export(
                        tables,
                        false,
                        "data.task-files=[\"%s\"]".formatted(toolkitsDefinitions(tables)),
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
    void tablesComeOutAsTheyCameIn() throws IOException {
        Path tables = CONFORMANCE.resolve("int_test_data/glue/input/prepro_std");

        List<String> files =
                exportTables(
                        tables,
                        "data.task-files=[\"%s\"]".formatted(toolkitsDefinitions(tables)),
                        "data.tasks=[cola, mnli, stsb]",
                        "data.missing-splits=skip");

        assertThat(files)
                .containsExactlyInAnyOrder("cola_train.tsv", "mnli_train.tsv", "stsb_train.tsv");
        for (String file : files) {
            assertThat(tables().resolve(file))
                    .as(file)
                    .hasSameBinaryContentAs(tables.resolve(file));
        }
    }

    /** The toolkit's tables are the first rows of what GLUE publishes. */
    @Test
    void tablesOfPublishedDataBeginAsTheToolkits() throws IOException {
        Path published = TestSettings.shared("data/glue_data");
        assumeTrue(Files.exists(published), "skipped: " + published + " is not there");
        Path tables = CONFORMANCE.resolve("int_test_data/glue/input/prepro_std");

        exportTables(published, "data.task-files=[glue]", "data.tasks=[cola, stsb]");

        for (String file : List.of("cola_train.tsv", "stsb_train.tsv")) {
            assertThat(Files.readString(tables().resolve(file)))
                    .as(file)
                    .startsWith(Files.readString(tables.resolve(file)));
        }
    }

    /** From raw data by our tables and the toolkit's definitions to the toolkit's records. */
    @Test
    void theToolkitsDefinitionsMakeItsRecordsOfOurTables() throws IOException {
        Path samples = CONFORMANCE.resolve("tests/sample_data");
        List<String> tables =
                exportTables(samples.resolve("input"), "data.task-files=[glue]", GLUE_TASKS);
        assertThat(tables).hasSize(29);

        List<String> files =
                export(
                        tables(),
                        true,
                        "data.task-files=[\"%s\"]"
                                .formatted(
                                        CONFORMANCE.resolve("experiments/glue/glue_task_def.yml")),
                        GLUE_TASKS);

        assertThat(files).hasSize(29);
        for (String file : files) {
            assertSameBytes(file, samples.resolve("output").resolve(file));
        }
    }

    /** All but chunks, of whose labels the toolkit's definition lacks one, I-PRT. */
    @Test
    void theToolkitsDefinitionsReadOurTablesOfTags() throws IOException {
        Path published = TestSettings.shared("data/ner/conll2003");
        assumeTrue(Files.exists(published), "skipped: " + published + " is not there");
        String tasks = "data.tasks=[ner, pos]";
        List<String> own =
                List.of(
                        "data.task-files=[ner]",
                        tasks,
                        "tasks.ner.source.directory=\".\"",
                        "tasks.pos.source.directory=\".\"");
        exportTables(published, own.toArray(String[]::new));

        Map<String, List<Example>> ours = examples(settingsOfTasks(published, own));
        Map<String, List<Example>> theirs =
                examples(
                        settingsOfTasks(
                                tables(),
                                List.of(
                                        "data.task-files=[\"%s\"]"
                                                .formatted(
                                                        CONFORMANCE.resolve(
                                                                "experiments/ner/ner_task_def.yml")),
                                        tasks)));

        // Whose labels the toolkit does not read.
        ours.keySet().removeIf(split -> split.endsWith("test"));
        assertThat(ours).containsOnlyKeys("ner/train", "ner/dev", "pos/train", "pos/dev");
        ours.forEach(
                (split, examples) -> assertThat(theirs.get(split)).as(split).isEqualTo(examples));
    }

    private static Map<String, List<Example>> examples(Settings settings) {
        ExampleReader reader = ExampleReader.ofTexts(LocalSpark.session(), settings.data());
        Map<String, List<Example>> examples = new TreeMap<>();
        for (Task task : settings.tasks()) {
            for (SplitSource source : task.sources()) {
                examples.put(
                        task.name() + "/" + source.split(),
                        reader.readChecked(task, source).examples(10_000).collect());
            }
        }
        return examples;
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

    /** The head plays no part in the data, and SAN heads are not there yet. */
    private Path toolkitsDefinitions(Path tables) throws IOException {
        String yaml = Files.readString(tables.resolve("glue_task_def.yml"));
        return Files.writeString(
                directory.resolve("glue_task_def.yml"),
                yaml.replace("enable_san: true", "enable_san: false"));
    }

    /** Exports canonical tables; gives the names of the files. */
    private List<String> exportTables(Path raw, String... tasks) throws IOException {
        new CanonicalExport(
                        LocalSpark.session(),
                        settingsOfTasks(raw, List.of(tasks)),
                        tables().toString())
                .run();
        return names(tables());
    }

    private static Settings settingsOfTasks(Path raw, List<String> tasks) {
        List<String> arguments = new ArrayList<>(tasks);
        arguments.add("data.raw=\"%s\"".formatted(raw));
        return SettingsLoader.load(List.of(), arguments, EnumSet.of(Need.TASKS));
    }

    private Path tables() {
        return directory.resolve("tables");
    }

    private static List<String> names(Path files) throws IOException {
        try (Stream<Path> listed = Files.list(files)) {
            return listed.map(file -> file.getFileName().toString()).sorted().toList();
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

        return names(exported);
    }

    private Path exported() {
        return directory.resolve("exported");
    }

    private void assertSameBytes(String exported, Path expected) {
        assertThat(exported().resolve(exported)).as(exported).hasSameBinaryContentAs(expected);
    }
}
