package io.github.mtdnn.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.SettingsLoader;
import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.failure.EnvironmentException;
import io.github.mtdnn.jobs.demo.DemoData;
import io.github.mtdnn.jobs.demo.DemoData.Sizes;
import io.github.mtdnn.spark.train.validate.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateJobTest {
    private static SparkSession spark;

    @TempDir Path directory;

    @BeforeAll
    static void openSession() {
        spark = JobSession.open("validate", Map.of("spark.master", "local[2]"));
    }

    @AfterAll
    static void closeSession() {
        spark.close();
    }

    @BeforeEach
    void writeData() {
        DemoData.write(directory.resolve("raw"), new Sizes(120, 40, 10), 1);
    }

    @Test
    void reportsSizesAndLeavesNothingBehind() {
        assertThat(Validation.run(spark, settings()))
                .anySatisfy(line -> assertThat(line).startsWith("network: 516,227 parameters"))
                .anySatisfy(line -> assertThat(line).matches("memory: \\d+\\.\\d MiB outside.*"))
                .anySatisfy(line -> assertThat(line).contains("2 workers give 5."))
                .noneSatisfy(line -> assertThat(line).contains("text for text"));
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void countsTrainingTextsAmongThoseToBeScored() throws IOException {
        Path folder = directory.resolve("raw/Acceptability");
        List<String> dev = new ArrayList<>(Files.readAllLines(folder.resolve("dev.tsv")));
        dev.addAll(Files.readAllLines(folder.resolve("train.tsv")).subList(0, 3));
        Files.write(folder.resolve("dev.tsv"), dev);
        assertThat(Validation.run(spark, settings()))
                .contains(
                        "acceptability/dev: 3 of 43 examples are in the training split too, text"
                                + " for text");
    }

    @Test
    void findsARowThatTrainingWouldStumbleOver() throws IOException {
        Path file = directory.resolve("raw/Acceptability/train.tsv");
        Files.writeString(file, "demo\t2\t\tA sentence.\n");
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> Validation.run(spark, settings()))
                .withMessageContaining("train.tsv line 1: label 2 is out of range");
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void refusesANetworkThatDoesNotFitThisMachine() {
        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(
                        () ->
                                Validation.run(
                                        spark,
                                        settings("refine.batch-size=4000", "refine.workers=64")))
                .withMessageContaining("Too little memory");
    }

    /** A batch of a ranking holds groups, each with all its candidates. */
    @Test
    void countsTheCandidatesOfAGroupAmongTheSequencesOfABatch() throws IOException {
        StringBuilder groups = new StringBuilder();
        for (int group = 0; group < 10; group++) {
            groups.append("{\"premise\": \"a question %d\", \"label\": 0,".formatted(group))
                    .append("\"candidates\": [\"a\", \"b\", \"c\", \"d\"]}\n");
        }
        Files.writeString(directory.resolve("raw/ranked.jsonl"), groups);
        String ranked =
                "tasks.ranked={type=ranking, splits={train.path=ranked.jsonl,"
                        + " dev.path=ranked.jsonl}}";

        double ofGroups = memory(settings(ranked, "data.tasks=ranked", "refine.batch-size=8"));

        assertThat(ofGroups)
                .isCloseTo(memory(settings("refine.batch-size=32")), withinPercentage(2))
                .isGreaterThan(1.5 * memory(settings("refine.batch-size=8")));
    }

    private static double memory(Settings settings) {
        return Validation.run(spark, settings).stream()
                .filter(line -> line.startsWith("memory: "))
                .mapToDouble(line -> Double.parseDouble(line.split(" ")[1]))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void refusesAVocabularyLargerThanTheWeights() throws IOException {
        Path weights = Files.createDirectories(directory.resolve("weights"));
        Files.writeString(
                weights.resolve("config.json"),
                """
                {"vocab_size": 20, "hidden_size": 128, "num_hidden_layers": 2,
                 "num_attention_heads": 2, "intermediate_size": 512,
                 "max_position_embeddings": 64, "type_vocab_size": 2}
                """);
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> Validation.run(spark, settings("encoder.weights=" + weights)))
                .withMessageContaining("embeddings of 20 pieces")
                .withMessageContaining("encoder.vocab");
    }

    private Settings settings(String... more) {
        List<String> arguments = new ArrayList<>();
        arguments.add("run.directory=" + directory.resolve("out"));
        arguments.add("data.raw=" + directory.resolve("raw"));
        arguments.add("data.task-files=[demo]");
        arguments.add("data.tasks=[acceptability, similarity]");
        arguments.add("data.max-seq-length=64");
        arguments.add("encoder.vocab=" + directory.resolve("raw/vocab.txt"));
        arguments.addAll(List.of(more));
        return SettingsLoader.load(List.of(), arguments);
    }
}
