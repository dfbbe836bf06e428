package io.github.mtdnn.spark.prep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.SettingsLoader;
import io.github.mtdnn.config.SettingsLoader.Need;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.spark.LocalSpark;
import io.github.mtdnn.task.Example;
import io.github.mtdnn.task.QuestionExample;
import io.github.mtdnn.task.QuestionExample.Answer;
import io.github.mtdnn.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions with their contexts, from JSON documents and from tables. */
class QuestionDataTest {
    private static final String SQUAD = "data.task-files=[squad]";
    private static final String MARKED =
            "header=false, columns{uid=0, answers{answer-in=1}, answer-starts{answer-start-in=1},"
                    + " context=2, question=3}";
    private static final String GOOD_ROW =
            "{\"id\": \"1\", \"question\": \"How?\", \"answers\": [{\"text\": \"hot\","
                    + " \"answer_start\": 7}]}";

    @TempDir private Path raw;

    @Test
    void tellsTheQuestionWhoseAnswerDoesNotStandInItsContext() throws IOException {
        writeSquad(GOOD_ROW, GOOD_ROW.replace("7", "6"));

        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(this::squad)
                .withMessageContaining(
                        "train-v1.1.json line 2: data[0].paragraphs[0].qas[1]: answer \"hot\" does"
                                + " not stand at character 6 of the context, which reads \" ho\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"id\": \"1\", \"answers\": []} | no key \"data[].paragraphs[].qas[].question\"",
                "{\"id\": \"1\", \"question\": \"How?\"} | no key",
                "{\"id\": \"1\", \"question\": \"How?\", \"answers\": [{\"text\": \"hot\"}]} |"
                        + " element 1 of the list has no key \"answer_start\"",
                "{\"id\": \"1\", \"question\": \"How?\", \"answers\": [{\"text\": \"hot\","
                        + " \"answer_start\": 99}]} | answer start 99 lies outside the context",
            })
    void tellsWhatAQuestionLacks(String row, String message) throws IOException {
        writeSquad(row);

        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(this::squad)
                .withMessageContaining("line 2: data[0].paragraphs[0].qas[0]: ")
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"data\": [{\"paragraphs\": [{\"context | no JSON document: Unexpected",
                "{\"data\": [{\"paragraphs\": []} | no JSON document: Unexpected",
                "{\"data\": []} {\"data\": []} | more follows after the end of the JSON document",
                "{\"dat\": []} | \"data[]\" has to be a JSON array of rows, but there is no key",
                "{\"data\": {}} | \"data[]\" has to be a JSON array of rows, but is a JSON object",
                "[] | \"data[]\" has to be a JSON array of rows, but \"data\" is looked for in a",
                "{\"data\": [{\"title\": \"a\"}]} | data[0]: \"data[].paragraphs[]\" has to be a",
            })
    void tellsWhatIsWrongWithADocument(String document, String message) throws IOException {
        write("SQuAD/train-v1.1.json", document);

        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(this::squad)
                .withMessageContaining("train-v1.1.json line 1: ")
                .withMessageContaining(message);
    }

    @Test
    void refusesADocumentThatIsNotUtf8() throws IOException {
        byte[] bytes = "{\"data\": [\"x\"]}".getBytes(UTF_8);
        bytes[11] = (byte) 0xFF;
        Files.createDirectories(raw.resolve("SQuAD"));
        Files.write(raw.resolve("SQuAD/train-v1.1.json"), bytes);

        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(this::squad)
                .withMessageContaining("line 1: no JSON document: Invalid UTF-8");
    }

    @Test
    void tellsBothQuestionsThatHaveOneIdentifier() throws IOException {
        writeSquad(GOOD_ROW, GOOD_ROW);
        vocabulary();

        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> Preparation.run(LocalSpark.session(), settings(SQUAD, "squad")))
                .withMessageContaining("line 2, data[0].paragraphs[0].qas[1]: uid \"1\" is that of")
                .withMessageContaining("line 2, data[0].paragraphs[0].qas[0] already");
    }

    @Test
    void setsABadQuestionAsideAndPreparesTheOthers() throws IOException {
        writeSquad(GOOD_ROW.replace("7", "6"), GOOD_ROW);
        vocabulary();

        List<SplitReport> reports =
                Preparation.run(
                        LocalSpark.session(),
                        settings(
                                SQUAD,
                                "squad",
                                "data.on-bad-row=quarantine",
                                "data.max-bad-rows=1"));

        assertThat(reports.get(0).badRows()).isEqualTo(1);
        List<Row> rows =
                LocalSpark.session()
                        .read()
                        .parquet(raw.resolve("out/tables/quarantine").toString())
                        .collectAsList();
        assertThat(rows)
                .extracting(row -> row.getAs("row"), row -> row.<String>getAs("raw").charAt(0))
                .containsExactly(tuple(2L, '{'));
        assertThat(rows.get(0).<String>getAs("reason"))
                .startsWith("data[0].paragraphs[0].qas[0]: answer \"hot\" does not stand");
    }

    @Test
    void readsADocumentThatIsAListItself() throws IOException {
        write(
                "a.json",
                "[{\"question\": \"How?\", \"context\": \"Tea is hot.\", \"answers\": \"hot\","
                        + " \"answer-starts\": 7}]");

        assertThat(
                        read(
                                "rows=\"[]\", columns { question=\"[].question\","
                                        + " context=\"[].context\", answers=\"[].answers\","
                                        + " answer-starts=\"[].answer-starts\" }",
                                "a.json"))
                .containsExactly(question("0", new Answer("hot", 7)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.jsonl | {\"question\": \"How?\", \"context\": \"Tea is hot.\", \"answers\":"
                        + " [\"hot\", \"is hot\"], \"answer-starts\": [7, 4]}",
                "a.csv | question,context,answers,answer-starts\nHow?,Tea is"
                        + " hot.,\"['hot', 'is hot']\",\"[7, 4]\"",
                "a.tsv | question\tcontext\tanswers\tanswer-starts\nHow?\tTea is"
                        + " hot.\t[\"hot\", \"is hot\"]\t[7, 4]",
            })
    void readsListsOfAnswersInTables(String file) throws IOException {
        String[] parts = file.split(" \\| ");
        write(parts[0], parts[1] + "\n");

        assertThat(read("", parts[0]))
                .containsExactly(question("0", new Answer("hot", 7), new Answer("is hot", 4)));
    }

    @Test
    void readsASingleAnswerOrNoneInTables() throws IOException {
        write(
                "a.csv",
                "question,context,answers,answer-starts\nHow?,Tea is hot.,hot,7\nHow?,Tea is"
                        + " hot.,,\n");

        assertThat(read("", "a.csv"))
                .containsExactly(question("0", new Answer("hot", 7)), question("1"));
    }

    @Test
    void readsListsOfAnswersInParquet() {
        LocalSpark.session()
                .sql(
                        "SELECT 'How?' question, 'Tea is hot.' context, array('hot') answers,"
                                + " array(7) `answer-starts`")
                .write()
                .parquet(raw.resolve("a.parquet").toString());

        assertThat(read("", "a.parquet")).containsExactly(question("0", new Answer("hot", 7)));
    }

    /** As the exports of Hugging Face hold them. */
    @Test
    void readsListsOfAnswersInAStructOfParquet() {
        LocalSpark.session()
                .sql(
                        "SELECT 'How?' question, 'Tea is hot.' context, named_struct('text',"
                                + " array('hot', 'is hot'), 'answer_start', array(7, 4)) answers")
                .write()
                .parquet(raw.resolve("a.parquet").toString());

        assertThat(
                        read(
                                "columns { answers=answers.text, answer-starts=answers.answer_start }",
                                "a.parquet"))
                .containsExactly(question("0", new Answer("hot", 7), new Answer("is hot", 4)));
    }

    @Test
    void readsTheToolkitsTablesOf2020() throws IOException {
        write(
                "a.tsv",
                "1\t7:::10:::0:::hot\tTea is hot.\tHow?\n"
                        + "2\t-1:::-1:::1:::\tTea is hot.\tHow?\n");

        assertThat(read(MARKED, "a.tsv"))
                .containsExactly(question("1", new Answer("hot", 7)), question("2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7:::10:::0       | column 1 is \"7:::10:::0\", but has to be start:::end",
                "7:::10:::no:::hot | column 1 is \"7:::10:::no:::hot\", but has to be",
                "6:::9:::0:::hot  | answer \"hot\" does not stand at character 6",
                "x:::9:::0:::hot  | answer start \"x\" is not a number"
            })
    void tellsWhatIsWrongWithATableOf2020(String answer, String message) throws IOException {
        write("a.tsv", "1\t%s\tTea is hot.\tHow?\n".formatted(answer));

        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> read(MARKED, "a.tsv"))
                .withMessageContaining("a.tsv line 1: " + message);
    }

    private static QuestionExample question(String uid, Answer... answers) {
        return new QuestionExample(uid, "How?", "Tea is hot.", List.of(answers), true);
    }

    private List<Example> read(String source, String path) {
        return read(
                settings(
                        "tasks.own={type=span, source={%s}, splits.train.path=\"%s\"}"
                                .formatted(source, path),
                        "own"));
    }

    private List<Example> squad() {
        return read(settings(SQUAD, "squad"));
    }

    private List<Example> read(Settings settings) {
        Task task = settings.tasks().get(0);
        return new ExampleReader(LocalSpark.session(), raw.toString(), 1000)
                .read(task, TestSettings.source(task, "train"))
                .examples(10)
                .collect();
    }

    private Settings settings(String definition, String task, String... more) {
        List<String> overrides =
                new ArrayList<>(
                        List.of(
                                definition,
                                "data.tasks=[" + task + "]",
                                "data.raw=" + raw,
                                "data.missing-splits=skip",
                                "run.directory=" + raw.resolve("out"),
                                "encoder.vocab=" + raw.resolve("vocab.txt")));
        overrides.addAll(List.of(more));
        return SettingsLoader.load(List.of(), overrides, EnumSet.of(Need.TASKS));
    }

    private void vocabulary() throws IOException {
        write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nhot\n");
    }

    private void writeSquad(String... rows) throws IOException {
        write(
                "SQuAD/train-v1.1.json",
                "{\"data\": [\n{\"paragraphs\": [{\"qas\": [%s], \"context\": \"Tea is hot.\"}]}]}"
                        .formatted(String.join(",\n", rows)));
    }

    private void write(String file, String text) throws IOException {
        Path path = raw.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
