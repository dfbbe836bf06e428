package io.github.mtdnn.spark.prep;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.spark.LocalSpark;
import io.github.mtdnn.task.Example;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.task.TextExample;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The definitions of the GLUE tasks, on a few rows in each of GLUE's file formats. */
class GlueFormatsTest {
    private static final String RAW = "src/test/resources/glue-formats";

    private final Settings settings = TestSettings.glue();

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource
    void readsTheFormat(String name, String split, List<Example> expected) {
        Task task = TestSettings.task(settings, name);

        RawSplit raw =
                new ExampleReader(LocalSpark.session(), RAW, 1000)
                        .read(task, TestSettings.source(task, split));

        assertThat(raw.examples(100).collect()).isEqualTo(expected);
    }

    static Stream<Arguments> readsTheFormat() {
        return Stream.of(
                Arguments.of(
                        "cola",
                        "train",
                        List.of(
                                new TextExample("0", "The gardener waters the roses.", "", "1"),
                                new TextExample("1", "Gardener the roses waters.", "", "0"))),
                Arguments.of(
                        "cola",
                        "test",
                        List.of(
                                new TextExample("0", "They sang until dawn.", "", "0"),
                                new TextExample("1", "Dawn until sang they.", "", "0"))),
                Arguments.of(
                        "sst",
                        "train",
                        List.of(
                                new TextExample("0", "a warm , funny evening ", "", "1"),
                                new TextExample("1", "dull from start to end ", "", "0"))),
                Arguments.of(
                        "sst",
                        "test",
                        List.of(
                                new TextExample("5", "worth every minute", "", "0"),
                                new TextExample("6", "a long yawn", "", "0"))),
                Arguments.of(
                        "mnli",
                        "train",
                        List.of(
                                new TextExample(
                                        "0",
                                        "The train left at noon.",
                                        "The train left.",
                                        "entailment"),
                                new TextExample(
                                        "2",
                                        "It snowed all night.",
                                        "The sun shone all night.",
                                        "contradiction"))),
                Arguments.of(
                        "mnli",
                        "matched_dev",
                        List.of(
                                new TextExample(
                                        "7",
                                        "She owns two boats.",
                                        "She likes sailing.",
                                        "neutral"))),
                Arguments.of(
                        "mnli",
                        "mismatched_test",
                        List.of(
                                new TextExample(
                                        "9", "He paints houses.", "He has a job.", "contradiction"),
                                new TextExample(
                                        "10", "-", "A dash is a text here.", "contradiction"))),
                Arguments.of(
                        "mrpc",
                        "train",
                        List.of(
                                new TextExample(
                                        "0",
                                        "The bridge opened in May .",
                                        "In May , the bridge was opened .",
                                        "1"),
                                new TextExample(
                                        "1", "\"Prices\" rose .", "Prices fell by half .", "0"))),
                Arguments.of(
                        "mrpc",
                        "test",
                        List.of(
                                new TextExample(
                                        "0", "Rain is expected .", "Experts expect rain .", "0"))),
                Arguments.of(
                        "qnli",
                        "train",
                        List.of(
                                new TextExample(
                                        "3",
                                        "Who built the tower?",
                                        "The tower was built by monks.",
                                        "entailment"),
                                new TextExample(
                                        "4",
                                        "When was it sold?",
                                        "It has five floors.",
                                        "not_entailment"))),
                Arguments.of(
                        "qnli",
                        "test",
                        List.of(
                                new TextExample(
                                        "0",
                                        "How tall is it?",
                                        "It measures forty metres.",
                                        "not_entailment"))),
                Arguments.of(
                        "qqp",
                        "train",
                        List.of(
                                new TextExample(
                                        "0",
                                        "How do I bake bread?",
                                        "What is the way to bake bread?",
                                        "1"),
                                new TextExample("1", "Where is Oslo?", "Where is Bergen?", "0"))),
                Arguments.of(
                        "qqp",
                        "test",
                        List.of(
                                new TextExample(
                                        "40",
                                        "Why is the sky blue?",
                                        "What makes grass green?",
                                        "0"))),
                Arguments.of(
                        "rte",
                        "train",
                        List.of(
                                new TextExample(
                                        "0",
                                        "The museum reopened on Friday.",
                                        "The museum was closed.",
                                        "entailment"),
                                new TextExample(
                                        "2", "Anna met Tom.", "Tom met Carl.", "not_entailment"))),
                Arguments.of(
                        "rte",
                        "test",
                        List.of(
                                new TextExample(
                                        "0",
                                        "Cats sleep a lot.",
                                        "Cats sleep.",
                                        "not_entailment"))),
                Arguments.of(
                        "wnli",
                        "train",
                        List.of(
                                new TextExample(
                                        "0",
                                        "The cup fell off the shelf because it was wobbly.",
                                        "The shelf was wobbly.",
                                        "1"),
                                new TextExample(
                                        "1",
                                        "Ben called Max, but he was out.",
                                        "Ben was out.",
                                        "0"))),
                Arguments.of(
                        "wnli",
                        "test",
                        List.of(
                                new TextExample(
                                        "0",
                                        "The lid does not fit the box, it is too small.",
                                        "The lid is too small.",
                                        "0"))),
                Arguments.of(
                        "stsb",
                        "train",
                        List.of(
                                new TextExample("0", "A dog runs.", "A dog is running.", "4.800"),
                                new TextExample("1", "A boy eats.", "A car stops.", "0.000"))),
                Arguments.of(
                        "stsb",
                        "test",
                        List.of(new TextExample("0", "It rains.", "It is raining.", "0.0"))));
    }
}
