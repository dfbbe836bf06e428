package io.github.mtdnn.spark.prep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.SettingsLoader;
import io.github.mtdnn.config.SettingsLoader.Need;
import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.spark.LocalSpark;
import io.github.mtdnn.spark.shard.ShardRow;
import io.github.mtdnn.task.ColumnRef;
import io.github.mtdnn.task.Field;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Readers and encoder give, for the sample data of the Python toolkit, the very token ids, token
 * types, labels and identifiers that the toolkit gave.
 */
class ConformanceTest {
    private static final Path CONFORMANCE = TestSettings.shared("mtdnn-conformance");
    private static final Path VOCABULARY =
            TestSettings.shared("data/vocab/bert-base-uncased-vocab.txt");
    private static final int MAX_SEQ_LENGTH = 512;

    private static ExampleEncoder encoder;

    private final ObjectMapper json = new ObjectMapper();

    @BeforeAll
    static void readVocabulary() {
        for (Path path : List.of(CONFORMANCE, VOCABULARY)) {
            assumeTrue(Files.exists(path), "skipped: " + path + " is not there");
        }
        encoder =
                new ExampleEncoder(
                        LocalSpark.context(),
                        TestSettings.wordPiece(VOCABULARY, false),
                        SettingsLoader.load(
                                        List.of(),
                                        List.of("data.max-seq-length=" + MAX_SEQ_LENGTH),
                                        EnumSet.noneOf(Need.class))
                                .data());
    }

    @Test
    void reproducesTheSampleOfEveryGlueTask() throws IOException {
        Path samples = CONFORMANCE.resolve("tests/sample_data");
        int files = 0;
        for (Task task : TestSettings.glue().tasks()) {
            for (SplitSource source : task.sources()) {
                String name = task.name() + "_" + source.split();
                assertThat(encode(samples.resolve("input"), task, source))
                        .as(name)
                        .isEqualTo(expected(samples.resolve("output/" + name + ".json")));
                files++;
            }
        }
        assertThat(files).isEqualTo(29);
    }

    @Test
    void reproducesTheSamplesOfSnliAndSciTail() throws IOException {
        Path samples = CONFORMANCE.resolve("sample_data");
        Settings settings =
                SettingsLoader.load(
                        List.of(),
                        List.of("data.task-files=[nli]", "data.tasks=[snli-glue, scitail]"),
                        EnumSet.of(Need.TASKS));
        for (Task task : settings.tasks()) {
            for (SplitSource source : task.sources()) {
                String name = task.name().replace("-glue", "") + "_" + source.split();
                assertThat(encode(samples.resolve("input"), task, source))
                        .as(name)
                        .isNotEmpty()
                        .isEqualTo(expected(samples.resolve("output/" + name + ".json")));
            }
        }
    }

    @Test
    void reproducesWhatTheToolkitMakesOfItsOwnTables(@TempDir Path directory) throws IOException {
        Path glue = CONFORMANCE.resolve("int_test_data/glue");
        Path definitions = directory.resolve("glue_task_def.yml");
        String yaml = Files.readString(glue.resolve("input/prepro_std/glue_task_def.yml"));
        // The head plays no part in the encoding, and SAN heads are not there yet.
        Files.writeString(definitions, yaml.replace("enable_san: true", "enable_san: false"));
        Settings settings =
                SettingsLoader.load(
                        List.of(),
                        List.of(
                                "data.task-files=[\"%s\"]".formatted(definitions),
                                "data.tasks=[cola, mnli, stsb]"),
                        EnumSet.of(Need.TASKS));

        for (Task task : settings.tasks()) {
            Path expected =
                    glue.resolve(
                            "expected/prepro_std/bert_base_uncased_lower/%s_train.json"
                                    .formatted(task.name()));
            List<String> encoded =
                    encode(glue.resolve("input/prepro_std"), task, task.sources().get(0));
            assertThat(encoded).as(task.name()).hasSize(5).isEqualTo(expected(expected));
        }
    }

    private static List<String> encode(Path raw, Task task, SplitSource source) {
        RawSplit examples =
                new ExampleReader(LocalSpark.session(), raw.toString(), 1_000_000)
                        .read(task, source);
        return encoder.encode(task, source, examples.examples(1000)).collect().stream()
                .map(ShardRow::example)
                .map(example -> text(example, labelOfToolkit(task, source, example)))
                .toList();
    }

    /** The toolkit writes the dummy of a test split out; we know it to be no label. */
    private static double labelOfToolkit(Task task, SplitSource source, EncodedExample example) {
        if (source.column(Field.LABEL) instanceof ColumnRef.Constant constant) {
            assertThat(example.label()).isNaN();
            return new LabelParser(task, source).parse(constant.text());
        }
        return example.label();
    }

    private List<String> expected(Path file) throws IOException {
        List<String> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode row = json.readTree(line);
            rows.add(
                    text(
                            new EncodedExample(
                                    row.get("uid").asText(),
                                    ints(row.get("token_id")),
                                    ints(row.get("type_id")),
                                    row.get("label").asDouble()),
                            row.get("label").asDouble()));
        }
        return rows;
    }

    private static int[] ints(JsonNode array) {
        return IntStream.range(0, array.size()).map(i -> array.get(i).asInt()).toArray();
    }

    private static String text(EncodedExample example, double label) {
        return "%s %s %s %s"
                .formatted(
                        example.uid(),
                        Arrays.toString(example.inputIds()),
                        Arrays.toString(example.tokenTypeIds()),
                        label);
    }
}
