package io.github.mtdnn.spark.prep.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.SettingsLoader;
import io.github.mtdnn.config.SettingsLoader.Need;
import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.spark.LocalSpark;
import io.github.mtdnn.spark.prep.ExampleReader;
import io.github.mtdnn.task.CandidatesExample;
import io.github.mtdnn.task.Example;
import io.github.mtdnn.task.QuestionExample;
import io.github.mtdnn.task.QuestionExample.Answer;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From rows to canonical files and, by a task definition of the toolkit, back to examples. */
class CanonicalExportTest {
    private static final String TRAIN = "splits.train.path=train.jsonl";
    private static final String ALL =
            "splits { train.path=train.jsonl, dev.path=dev.jsonl, test { path=test.jsonl, ";

    @TempDir private Path directory;

    @Test
    void textsAndTheirClasses() throws IOException {
        String task = "type=classification, labels=[bad, good], source.columns.premise=text, ";
        write(
                "train",
                "{'text': ' it\\u0027s \\u0022so\\u0022 é😀 ', 'label': 'good'}",
                "{'text': '', 'label': 'bad'}");
        write("dev", "{'text': 'a\\\\nb', 'label': 'good'}");
        write("test", "{'text': 'who knows'}");

        List<Example> original = examples(task + ALL + "columns.label=null } }");
        export(task + ALL + "columns.label=null } }");

        assertThat(exported("mine_train.tsv"))
                .containsExactly("0\tgood\t it's \"so\" é😀 ", "1\tbad\t");
        assertThat(exported("mine_dev.tsv")).containsExactly("0\tgood\ta\\nb");
        assertThat(exported("mine_test.tsv")).containsExactly("0\tbad\twho knows");
        assertThat(
                        reread(
                                "data_format: PremiseOnly, task_type: Classification, n_class: 2",
                                "labels: [bad, good], metric_meta: [ACC]"))
                .isEqualTo(original);
    }

    @Test
    void classesWithoutNamesAreNumbers() throws IOException {
        write("train", "{'text': 'a', 'label': ' 1'}", "{'text': 'b', 'label': 0}");

        export("type=classification, num-classes=2, source.columns.premise=text, " + TRAIN);

        assertThat(exported("mine_train.tsv")).containsExactly("0\t1\ta", "1\t0\tb");
    }

    @Test
    void pairsAndTheirScores() throws IOException {
        String task = "type=regression, text=pair, source.columns.uid=id, ";
        write(
                "train",
                "{'id': 'x', 'premise': 'a', 'hypothesis': 'b', 'label': '3.800'}",
                "{'id': 'y', 'premise': 'c', 'hypothesis': 'd', 'label': 1e-1}");
        write("dev", "{'id': 'x', 'premise': 'a', 'hypothesis': 'b', 'label': -5}");
        write("test", "{'id': 'x', 'premise': 'a', 'hypothesis': 'b'}");

        List<Example> original = examples(task + ALL + "columns.label=null } }");
        export(task + ALL + "columns.label=null } }");

        assertThat(exported("mine_train.tsv")).containsExactly("x\t3.800\ta\tb", "y\t0.1\tc\td");
        assertThat(exported("mine_test.tsv")).containsExactly("x\t0.0\ta\tb");
        assertThat(
                        reread(
                                "data_format: PremiseAndOneHypothesis, task_type: Regression",
                                "n_class: 1, metric_meta: [Pearson]"))
                .isEqualTo(original);
    }

    @Test
    void rowsOfAGroupAreALine() throws IOException {
        String task =
                "type=ranking, text=pair, labels=[no, yes],"
                        + " source.columns { uid=id, group=q, premise=q }, ";
        write(
                "train",
                "{'id': 1, 'q': 'who', 'hypothesis': 'he', 'label': 'no'}",
                "{'id': 2, 'q': 'who', 'hypothesis': '', 'label': 'yes'}",
                "{'id': 3, 'q': 'where', 'hypothesis': 'here', 'label': 'yes'}",
                "{'id': 4, 'q': 'where', 'hypothesis': 'there', 'label': 'no'}",
                "{'id': 5, 'q': 'where', 'hypothesis': 'then', 'label': 'no'}");
        write(
                "test",
                "{'id': 1, 'q': 'who', 'hypothesis': 'he'}",
                "{'id': 2, 'q': 'who', 'hypothesis': 'she'}");

        export(
                task
                        + "splits { train.path=train.jsonl, test { path=test.jsonl, columns.label=null } }");

        assertThat(exported("mine_train.tsv"))
                .containsExactly(
                        "who\t1,2\tno,yes\twho\the\t",
                        "where\t3,4,5\tyes,no,no\twhere\there\tthere\tthen");
        assertThat(exported("mine_test.tsv")).containsExactly("who\t1,2\tno,no\twho\the\tshe");
        assertThat(
                        reread(
                                "data_format: PremiseAndMultiHypothesis, task_type: Ranking",
                                "n_class: 1, labels: [no, yes], metric_meta: [ACC]",
                                "split_names: [train, test]"))
                .containsExactly(
                        new CandidatesExample("who", "who", List.of("he", ""), "no,yes"),
                        new CandidatesExample(
                                "where", "where", List.of("here", "there", "then"), "yes,no,no"),
                        new CandidatesExample("who", "who", List.of("he", "she"), ""));
    }

    @Test
    void candidatesOfARowAreALine() throws IOException {
        write(
                "train",
                "{'premise': 'it rains', 'candidates': ['wet', 'dry'], 'label': 1}",
                "{'premise': 'it snows', 'candidates': ['wet', 'dry'], 'label': 'wet'}",
                "{'premise': 'sun', 'candidates': ['a', 'b', 'c'], 'label': '0.50,2,0'}");

        export("type=ranking, " + TRAIN);

        assertThat(exported("mine_train.tsv"))
                .containsExactly(
                        "0\t0#0,0#1\t0,1\tit rains\twet\tdry",
                        "1\t1#0,1#1\t1,0\tit snows\twet\tdry",
                        "2\t2#0,2#1,2#2\t0.5,2,0\tsun\ta\tb\tc");
        assertThat(
                        reread(
                                "data_format: PremiseAndMultiHypothesis, task_type: Ranking",
                                "n_class: 1, metric_meta: [ACC], split_names: [train]"))
                .containsExactly(
                        new CandidatesExample("0", "it rains", List.of("wet", "dry"), "0,1"),
                        new CandidatesExample("1", "it snows", List.of("wet", "dry"), "1,0"),
                        new CandidatesExample("2", "sun", List.of("a", "b", "c"), "0.5,2,0"));
    }

    @Test
    void choicesThatFillAGap() throws IOException {
        String task =
                "type=ranking, source.columns { uid=id, choices=names, answers=right, label=null,"
                        + " candidates={ in=query, fill=\"@\", by=names } }, ";
        String row =
                "{'id': '%s', 'premise': 'Ann met Bo\\u0027s', 'query': '@ ran', 'names': ['Ann', 'Bo\\u0027s']";
        write("train", row.formatted("0") + ", 'right': ['Ann']}");
        write("dev", row.formatted("x") + ", 'right': ['Bo\\u0027s', 'Ann']}");
        write("test", row.formatted("y") + "}");

        List<Example> original = examples(task + ALL + "columns.answers=null } }");
        export(task + ALL + "columns.answers=null } }");

        assertThat(exported("mine_train.tsv"))
                .containsExactly(
                        "0\t['Ann', \"Bo's\"]\t['Ann']\t[1, 0]\tAnn met Bo's\tAnn ran\tBo's ran");
        assertThat(exported("mine_test.tsv"))
                .containsExactly(
                        "y\t['Ann', \"Bo's\"]\t[]\t[0, 0]\tAnn met Bo's\tAnn ran\tBo's ran");
        assertThat(
                        reread(
                                "data_format: ClozeChoice, task_type: ClozeChoice, n_class: 1",
                                "metric_meta: [EmF1]"))
                .isEqualTo(original);
    }

    @Test
    void wordsAndTheirTags() throws IOException {
        String task = "type=sequence-labeling, labels=[O, B-LOC, \"'\"], ";
        write(
                "train",
                "{'words': ['in', '\\tOslo', '\\u0027s', '\\\\'], 'tags': ['O', 'B-LOC', 'O', '\\u0027']}");
        write("dev", "{'words': ['中\\u0007', 'a\\u00a0b'], 'tags': ['O', 'O']}");
        write("test", "{'words': ['near', 'Bergen']}");

        List<Example> original = examples(task + ALL + "columns.tags=null } }");
        export(task + ALL + "columns.tags=null } }");

        assertThat(exported("mine_train.tsv"))
                .containsExactly(
                        "0\t['O', 'B-LOC', 'O', \"'\"]\t['in', '\\tOslo', \"'s\", '\\\\']");
        assertThat(exported("mine_dev.tsv"))
                .containsExactly("0\t['O', 'O']\t['中\\x07', 'a\\xa0b']");
        assertThat(exported("mine_test.tsv")).containsExactly("0\t['O', 'O']\t['near', 'Bergen']");
        assertThat(
                        reread(
                                "data_format: Seqence, task_type: SeqenceLabeling, n_class: 3",
                                "labels: [O, B-LOC, \"'\"], metric_meta: [SeqEval]"))
                .isEqualTo(original);
    }

    @Test
    void tagsWithoutNamesAreNumbers() throws IOException {
        write("train", "{'words': ['a', 'b'], 'tags': [1, 0]}");

        export("type=sequence-labeling, num-classes=2, " + TRAIN);

        assertThat(exported("mine_train.tsv")).containsExactly("0\t[1, 0]\t['a', 'b']");
    }

    @Test
    void questionsAndTheirFirstAnswer() throws IOException {
        String task = "type=span, source.columns { uid=id, answers=a, answer-starts=s }, ";
        write(
                "train",
                "{'id': 'q', 'question': 'a\\tb', 'context': '😀\\n:::it is:::hot.',"
                        + " 'a': ['is:::hot', 'it'], 's': [8, 5]}",
                "{'id': 'r', 'question': 'why', 'context': 'so', 'a': [], 's': []}");
        write("dev", "{'id': 'q', 'question': 'why', 'context': 'so', 'a': ['so'], 's': [0]}");
        write("test", "{'id': 'q', 'question': 'why', 'context': 'so'}");

        export(task + ALL + "columns { answers=null, answer-starts=null } } }");

        assertThat(exported("mine_train.tsv"))
                .containsExactly(
                        "q\t8:::16:::0:::is   hot\t😀    it is   hot.\ta b",
                        "r\t-1:::-1:::1:::\tso\twhy");
        assertThat(exported("mine_test.tsv")).containsExactly("q\t-1:::-1:::1:::\tso\twhy");
        assertThat(reread("data_format: MRC, task_type: Span, n_class: 2", "metric_meta: [EmF1]"))
                .containsExactly(
                        new QuestionExample(
                                "q",
                                "a b",
                                "😀    it is   hot.",
                                List.of(new Answer("is   hot", 9)),
                                true),
                        new QuestionExample("r", "why", "so", List.of(), true),
                        new QuestionExample("q", "why", "so", List.of(new Answer("so", 0)), true),
                        new QuestionExample("q", "why", "so", List.of(), false));
    }

    @Test
    void documentsAreJson() throws IOException {
        String task = "type=masked-lm, ";
        write("train", "{'text': 'One.\\n\\nTwo\\t\\u0022é\\u0022.'}", "{'text': 'Three.'}");

        List<Example> original = examples(task + TRAIN);
        export(task + TRAIN);

        assertThat(exported("mine_train.json"))
                .containsExactly(
                        "{\"id\": \"0\", \"text\": \"One.\\n\\nTwo\\t\\\"\\u00e9\\\".\"}",
                        "{\"id\": \"1\", \"text\": \"Three.\"}");
        assertThat(reread("data_format: MLM, task_type: MaskLM", "metric_meta: [ACC]"))
                .isEqualTo(original);
    }

    /** More rows than a partition holds, with groups across the cuts. */
    @Test
    void rowsStayInTheirOrderAndBytesTheSame() throws IOException {
        String task = "type=ranking, text=pair, source.columns { uid=id, group=q, premise=q }, ";
        write(
                "train",
                IntStream.range(0, 30)
                        .mapToObj(
                                i ->
                                        "{'id': %d, 'q': 'q%d', 'hypothesis': 'h', 'label': %d}"
                                                .formatted(i, i / 3, i % 3))
                        .toArray(String[]::new));

        List<ExportedSplit> files = export(task + TRAIN, "data.shard-rows=4");
        Path file = out("mine_train.tsv");
        byte[] first = Files.readAllBytes(file);
        export(task + TRAIN, "data.shard-rows=7");

        assertThat(files).containsExactly(new ExportedSplit(file.toString(), 10));
        assertThat(exported("mine_train.tsv"))
                .isEqualTo(
                        IntStream.range(0, 10)
                                .mapToObj(
                                        q ->
                                                "q%d\t%d,%d,%d\t0,1,2\tq%d\th\th\th"
                                                        .formatted(
                                                                q, 3 * q, 3 * q + 1, 3 * q + 2, q))
                                .toList());
        assertThat(file).hasBinaryContent(first);
    }

    @Test
    void onlyTheSampleIsWritten() throws IOException {
        write(
                "train",
                IntStream.range(0, 20)
                        .mapToObj("{'premise': 'text %d', 'label': 0}"::formatted)
                        .toArray(String[]::new));
        String task =
                "type=classification, num-classes=2, " + TRAIN + ", splits.train.sample.rows=5";

        export(task);

        assertThat(exported("mine_train.tsv"))
                .hasSize(5)
                .isEqualTo(
                        examples(task).stream()
                                .map(e -> "%s\t0\ttext %s".formatted(e.uid(), e.uid()))
                                .toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'id': 'b', 'premise': 'a\\tb', 'hypothesis': 'c' | the premise has a TAB",
                "'id': 'b', 'premise': 'a', 'hypothesis': 'c\\n'  | the hypothesis has a line break",
                "'id': 'b', 'premise': 'a', 'hypothesis': '\\r'   | the hypothesis has a line break",
                "'id': 'b\\t', 'premise': 'a', 'hypothesis': 'c'  | the uid has a TAB",
                "'id': 'b', 'premise': '\\ud800', 'hypothesis': 'c' | the premise has half a character (U+D800)",
            })
    void aTextThatCannotStandInAColumnIsNamedWithItsRow(String row, String problem)
            throws IOException {
        String task = "type=classification, text=pair, num-classes=2, source.columns.uid=id, ";
        write(
                "train",
                "{'id': 'a', 'premise': 'a', 'hypothesis': 'c', 'label': 0}",
                "{%s, 'label': 0}".formatted(row));

        assertRefused(
                task + TRAIN,
                "train.jsonl line 2: " + problem,
                "no quotes. Correct the data, or export tokenised records.");
    }

    @Test
    void aRowOfASampleIsFoundInItsFile() throws IOException {
        write(
                "train",
                "{'premise': 'a', 'label': 0}",
                "{'premise': 'b\\t', 'label': 1}",
                "{'premise': 'c', 'label': 0}");

        assertRefused(
                "type=classification, num-classes=2, " + TRAIN + ", splits.train.sample.rows=2",
                "train.jsonl line 2: the premise has a TAB");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'id': 3, 'q': 'g', 'premise': 'other', 'hypothesis': 'c' | the premise is not that of"
                        + " row \"2\", but canonical tables have one premise for the candidates of a"
                        + " group, here of \"g\". Correct",
                "'id': 3, 'q': 'h', 'premise': 'p', 'hypothesis': 'c' | a group of one candidate, but",
                "'id': '3,4', 'q': 'g', 'premise': 'p', 'hypothesis': 'c' | the uid \"3,4\" has a comma",
                "'id': 3, 'q': 'g', 'premise': 'p', 'hypothesis': '\\t' | the candidate has a TAB",
            })
    void aGroupThatIsNoLineIsNamedWithItsRow(String row, String problem) throws IOException {
        write(
                "train",
                "{'id': 1, 'q': 'f', 'premise': 'p', 'hypothesis': 'a', 'label': 0}",
                "{'id': 9, 'q': 'f', 'premise': 'p', 'hypothesis': 'b', 'label': 0}",
                "{'id': 2, 'q': 'g', 'premise': 'p', 'hypothesis': 'b', 'label': 0}",
                "{'id': 7, 'q': 'g', 'premise': 'p', 'hypothesis': 'b', 'label': 0}",
                "{%s, 'label': 1}".formatted(row));

        assertRefused(
                "type=ranking, text=pair, source.columns { uid=id, group=q }, " + TRAIN,
                "train.jsonl line 5: " + problem);
    }

    @Test
    void anEarlierFileStaysWhereARowIsRefused() throws IOException {
        String task = "type=classification, num-classes=2, " + TRAIN;
        write("train", "{'premise': 'a', 'label': 0}");
        export(task);
        write("train", "{'premise': 'b', 'label': 0}", "{'premise': 'c\\t', 'label': 0}");

        assertThatExceptionOfType(DataFormatException.class).isThrownBy(() -> export(task));

        assertThat(exported("mine_train.tsv")).containsExactly("0\t0\ta");
        assertThat(files()).containsExactly("mine_train.tsv");
    }

    @Test
    void missingDataIsFoundBeforeAnythingIsWritten() throws IOException {
        write("train", "{'premise': 'a', 'label': 0}");
        String task = "type=classification, num-classes=2, " + ALL + "columns.label=null } }";

        assertRefused(task, "dev.jsonl", "(task mine, split dev)", "data.missing-splits = skip");
        assertThat(export(task, "data.missing-splits=skip")).hasSize(1);
    }

    @Test
    void rowsThatArePutAsideAreLeftOut() throws IOException {
        write("train", "{'premise': 'a', 'label': 7}", "{'premise': 'b', 'label': 0}");

        export(
                "type=classification, num-classes=2, " + TRAIN,
                "data.on-bad-row=quarantine",
                "data.max-bad-rows=1");

        assertThat(exported("mine_train.tsv")).containsExactly("0\t0\tb");
    }

    @Test
    void someTasksHaveNoForm() throws IOException {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(
                        () -> export("type=ranking, text=single, source.columns.group=q, " + TRAIN))
                .withMessageContaining("task mine: canonical tables have no form for a ranking of")
                .withMessageContaining("Leave the task out of data.tasks");
        write("train", "{'uid': '1', 'label': 0, 'token_id': [2, 3], 'type_id': [0, 0]}");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(
                        () ->
                                export(
                                        "type=classification, num-classes=2,"
                                                + " source.format=mtdnn-json, "
                                                + TRAIN))
                .withMessageContaining("split train of task mine has tokens")
                .withMessageContaining("Name the texts that they were made from");
        assertThat(files()).isEmpty();
    }

    private void assertRefused(String task, String... messages) throws IOException {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> export(task))
                .satisfies(e -> assertThat(e).message().contains(messages));
        assertThat(files()).isEmpty();
    }

    /**
     * @param rows JSON objects with ' in place of "
     */
    private void write(String split, String... rows) throws IOException {
        Files.write(
                directory.resolve(split + ".jsonl"),
                Stream.of(rows).map(row -> row.replace('\'', '"')).toList());
    }

    private List<ExportedSplit> export(String task, String... more) {
        return new CanonicalExport(LocalSpark.session(), settings(task, more), out("").toString())
                .run();
    }

    private Path out(String file) {
        return directory.resolve("out").resolve(file);
    }

    private List<String> exported(String file) throws IOException {
        assertThat(out(file)).content().endsWith("\n").doesNotContain("\r");
        return List.of(Files.readString(out(file)).split("\n"));
    }

    private List<String> files() throws IOException {
        if (!Files.exists(out(""))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(out(""))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Settings settings(String task, String... more) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "tasks.mine={%s}".formatted(task),
                                "data.raw=\"%s\"".formatted(directory)));
        arguments.addAll(List.of(more));
        return load(arguments);
    }

    private static Settings load(List<String> arguments) {
        List<String> all = new ArrayList<>(arguments);
        all.add("data.tasks=[mine]");
        return SettingsLoader.load(List.of(), all, EnumSet.of(Need.TASKS));
    }

    /** The examples of all splits of a task. */
    private List<Example> examples(String task) {
        return examples(settings(task));
    }

    /** Those of the exported files. */
    private List<Example> reread(String... definition) throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("mine_task_def.yml"),
                        "mine: {%s, enable_san: false}".formatted(String.join(", ", definition)));
        return examples(
                load(
                        List.of(
                                "data.task-files=[\"%s\"]".formatted(file),
                                "data.raw=\"%s\"".formatted(out("")))));
    }

    private static List<Example> examples(Settings settings) {
        ExampleReader reader = ExampleReader.ofTexts(LocalSpark.session(), settings.data());
        List<Example> examples = new ArrayList<>();
        for (Task task : settings.tasks()) {
            for (SplitSource source : task.sources()) {
                examples.addAll(reader.readChecked(task, source).examples(100).collect());
            }
        }
        return examples;
    }
}
