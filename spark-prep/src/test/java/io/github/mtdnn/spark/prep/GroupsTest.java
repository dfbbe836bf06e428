package io.github.mtdnn.spark.prep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.SettingsLoader;
import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.data.Manifest;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.spark.LocalSpark;
import io.github.mtdnn.spark.shard.EncodedShard;
import io.github.mtdnn.spark.shard.ShardFile;
import io.github.mtdnn.spark.shard.ShardStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Raw rows of candidates, all in one or each in its own, up to the rows of the shards. */
class GroupsTest {
    private static final String ROWS_OF_ALL =
            "type = ranking, source.columns { uid = id, premise = q, candidates = c, label = l }";
    private static final String ROWS_OF_ONE =
            "type = ranking, text = pair, labels = [wrong, right],"
                    + " source.columns { group = q, premise = q, hypothesis = a, label = l }";

    /** As ReCoRD has them: names marked in a text, and a statement with a gap. */
    private static final String NAMES =
            "type = ranking, metrics = [exact-match], source { rows = \"qas[]\", columns { premise = t,"
                    + " choices { distinct { cut = t, first = \"names[].from\", last = \"names[].to\" } },"
                    + " candidates { in = \"qas[].q\", fill = \"_\","
                    + " by = ${tasks.mine.source.columns.choices} },"
                    + " answers = \"qas[].a\", label = null } }, splits.train.path = train.jsonl";

    @TempDir private Path directory;

    @Test
    void aRowOfAllCandidatesBecomesAGroup() throws IOException {
        write(
                "train.jsonl",
                """
                {"id": 7, "q": "good", "c": ["bad", "so"], "l": 1}
                {"id": 8, "q": "bad", "c": ["so", "good", "very"], "l": "0,2,1.5"}
                {"id": 9, "q": "bad", "c": "['so', 'good']", "l": "so"}
                """);

        prepare(ROWS_OF_ALL + ", splits.train.path = train.jsonl");

        assertThat(rows())
                .containsExactly(
                        "7#0 7 [2, 4, 3, 5, 3] [0, 0, 0, 1, 1] 0.0 bad",
                        "7#1 7 [2, 4, 3, 7, 3] [0, 0, 0, 1, 1] 1.0 so",
                        "8#0 8 [2, 5, 3, 7, 3] [0, 0, 0, 1, 1] 0.0 so",
                        "8#1 8 [2, 5, 3, 4, 3] [0, 0, 0, 1, 1] 2.0 good",
                        "8#2 8 [2, 5, 3, 6, 3] [0, 0, 0, 1, 1] 1.5 very",
                        "9#0 9 [2, 5, 3, 7, 3] [0, 0, 0, 1, 1] 1.0 so",
                        "9#1 9 [2, 5, 3, 4, 3] [0, 0, 0, 1, 1] 0.0 good");
    }

    @Test
    void aSplitWithoutLabelsHasNoRelevances() throws IOException {
        write("test.jsonl", "{\"id\": 7, \"q\": \"good\", \"c\": [\"bad\", \"so\"]}\n");

        prepare(ROWS_OF_ALL + ", splits.train { path = test.jsonl, columns.label = null }");

        assertThat(rows()).allMatch(row -> row.contains(" NaN "));
    }

    @Test
    void aListMayBeTheRestOfTheColumnsOrPartsOfOne() throws IOException {
        write("a.tsv", "7\tx,y\t0,1\tgood\tbad\tso\n8\tx,y,z\t1,0,0\tgood\tso\tbad\tvery\n");

        prepare(
                "type = ranking, source { header = false, columns {"
                        + " uid = 0, label = 2, premise = 3, candidates { from = 4 } } },"
                        + " splits.train.path = a.tsv");

        assertThat(rows()).hasSize(5).last().asString().startsWith("8#2 8 ").endsWith(" 0.0 very");

        prepare(
                "type = ranking, source { header = false, columns {"
                        + " label = 2, premise = 3, candidates { split = 1, at = \",\" } } },"
                        + " splits.train.path = a.tsv");

        assertThat(rows()).hasSize(5).last().asString().startsWith("1#2 1 ").endsWith(" 0.0 z");
    }

    @Test
    void aTableMayHoldArrays() {
        StructType schema =
                new StructType()
                        .add("id", DataTypes.LongType)
                        .add("q", DataTypes.StringType)
                        .add("c", DataTypes.createArrayType(DataTypes.StringType))
                        .add("l", DataTypes.IntegerType);
        LocalSpark.session()
                .createDataFrame(
                        List.of(RowFactory.create(7L, "good", new String[] {"\"bad\"", "so"}, 0)),
                        schema)
                .write()
                .parquet(directory.resolve("raw/train.parquet").toString());

        prepare(ROWS_OF_ALL + ", splits.train.path = train.parquet");

        assertThat(rows())
                .containsExactly(
                        "7#0 7 [2, 4, 3, 1, 5, 1, 3] [0, 0, 0, 1, 1, 1, 1] 1.0 \"bad\"",
                        "7#1 7 [2, 4, 3, 7, 3] [0, 0, 0, 1, 1] 0.0 so");
        assertRefused(
                "type = regression, splits.train { path = train.parquet, columns { premise = c,"
                        + " label = l } }",
                "column \"c\" is of type array<string>, but has to be a text, a number or a boolean."
                        + " Correct");
    }

    @Test
    void rowsOfOneCandidateAreAGroupOfAnySize() throws IOException {
        write("train.csv", "q,a,l\ngood,so,wrong\ngood,very,right\nbad,so,right\n");

        prepare(ROWS_OF_ONE + ", splits.train.path = train.csv");

        assertThat(rows())
                .containsExactly(
                        "0 good [2, 4, 3, 7, 3] [0, 0, 0, 1, 1] 0.0 ",
                        "1 good [2, 4, 3, 6, 3] [0, 0, 0, 1, 1] 1.0 ",
                        "2 bad [2, 5, 3, 7, 3] [0, 0, 0, 1, 1] 1.0 ");
    }

    @Test
    void rowsOfAGroupFollowEachOther() throws IOException {
        write(
                "train.csv",
                "q,a,l\nso,x,wrong\ngood,so,wrong\ngood,bad,wrong\nbad,so,right\nbad,x,wrong\n"
                        + "good,very,right\nbad,so,right\n");

        assertRefused(
                ROWS_OF_ONE + ", splits.train.path = train.csv",
                "/train.csv line 7: group \"good\" goes on here, but between it and ",
                "/train.csv line 4 are rows of other groups. In split train of task mine the rows of a"
                        + " group have to follow each other. Sort the data by group, or correct"
                        + " columns.group.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "[\"a\"] | 0 | 1 candidates (column \"c\"), but there have to be 2 at least",
                "[\"a\", \"b\"] | 2 | label \"2\" tells none of 2 candidates. Give the number of",
                "[\"a\", \"b\"] | \"c\" | label \"c\" tells none of 2 candidates. Give the number",
                "[\"a\", \"b\"] | \"1,0,0\" | label \"1,0,0\" tells none of 2 candidates.",
                "[\"a\", \"b\"] | \"1,x\" | label \"x\" is not a finite decimal number",
                "[\"a\", null] | 1 | column \"c\" is a JSON null, but has to be a text",
                "\"['a\" | 1 | column \"c\" is no list: ",
            })
    void whatIsWrongWithARowOfCandidatesIsReported(String candidates, String label, String problem)
            throws IOException {
        write(
                "train.jsonl",
                "{\"id\": 7, \"q\": \"good\", \"c\": %s, \"l\": %s}\n"
                        .formatted(candidates, label));

        assertRefused(
                ROWS_OF_ALL + ", splits.train.path = train.jsonl",
                "/train.jsonl line 1: " + problem);
    }

    @Test
    void marksMayBeFilledWithNamesOfWhichSomeAreAnswers() throws IOException {
        write(
                "train.jsonl",
                """
                {"t": "bad so good so", "names": [{"from": 0, "to": 2}, {"from": 4, "to": 5},\
                 {"from": 7, "to": 10}, {"from": 12, "to": 13}], "qas": [\
                {"q": "very _", "a": ["good", "so"]}, {"q": "_, _", "a": "bad"}]}
                """);

        prepare(NAMES);

        assertThat(rows())
                .containsExactly(
                        "0#0 0 [2, 5, 7, 4, 7, 3, 6, 5, 3] [0, 0, 0, 0, 0, 0, 1, 1, 1] 0.0 bad",
                        "0#1 0 [2, 5, 7, 4, 7, 3, 6, 7, 3] [0, 0, 0, 0, 0, 0, 1, 1, 1] 1.0 so",
                        "0#2 0 [2, 5, 7, 4, 7, 3, 6, 4, 3] [0, 0, 0, 0, 0, 0, 1, 1, 1] 1.0 good",
                        "1#0 1 [2, 5, 7, 4, 7, 3, 5, 1, 5, 3] [0, 0, 0, 0, 0, 0, 1, 1, 1, 1] 1.0 bad",
                        "1#1 1 [2, 5, 7, 4, 7, 3, 7, 1, 7, 3] [0, 0, 0, 0, 0, 0, 1, 1, 1, 1] 0.0 so",
                        "1#2 1 [2, 5, 7, 4, 7, 3, 4, 1, 4, 3] [0, 0, 0, 0, 0, 0, 1, 1, 1, 1] 0.0"
                                + " good");
        assertThat(answers()).containsExactly("[good, so]", "[]", "[]", "[bad]", "[]", "[]");
    }

    @Test
    void choicesAndAnswersMayStandInColumns() throws IOException {
        // As the Python toolkit's tables of ReCoRD have them.
        write("train.tsv", "5\t['bad', \"so\"]\t['so']\t[0, 1]\tgood\tvery bad\tvery so\n");
        String columns =
                "type = ranking, source { header = false, columns { uid = 0, choices = 1, answers = 2,"
                        + " label = %s, premise = 4, candidates { from = 5 } } },"
                        + " splits.train.path = train.tsv";

        prepare(columns.formatted("null"));

        assertThat(rows())
                .containsExactly(
                        "5#0 5 [2, 4, 3, 6, 5, 3] [0, 0, 0, 1, 1, 1] 0.0 bad",
                        "5#1 5 [2, 4, 3, 6, 7, 3] [0, 0, 0, 1, 1, 1] 1.0 so");
        assertThat(answers()).containsExactly("[so]", "[]");
    }

    @Test
    void namesMayBeMarkedInATable() {
        LocalSpark.session()
                .sql(
                        "SELECT 'bad so' AS t, '_' AS q, array(0, 4) AS f, array(2, 5) AS l,"
                                + " array('so') AS a")
                .write()
                .parquet(directory.resolve("raw/train.parquet").toString());

        prepare(
                "type = ranking, source.columns { premise = t,"
                        + " choices { cut = t, first = f, last = l },"
                        + " candidates { in = q, fill = _,"
                        + " by = ${tasks.mine.source.columns.choices} },"
                        + " answers = a, label = null }, splits.train.path = train.parquet");

        assertThat(rows())
                .containsExactly(
                        "0#0 0 [2, 5, 7, 3, 5, 3] [0, 0, 0, 0, 1, 1] 0.0 bad",
                        "0#1 0 [2, 5, 7, 3, 7, 3] [0, 0, 0, 0, 1, 1] 1.0 so");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "4, \"to\": 6 | _ | [\"so\"] | stretch 2, from character 4 to 6, does not lie in column"
                        + " \"t\", which has 6 characters. Correct the row.",
                "-1, \"to\": 5 | _ | [\"so\"] | stretch 2, from character -1 to 5, does not lie in",
                "5, \"to\": 4 | _ | [\"so\"] | stretch 2, from character 5 to 4, does not lie in",
                "\"x\", \"to\": 4 | _ | [\"so\"] | \"x\" is not the number of a character of column"
                        + " \"t\". Correct the row.",
                "4, \"at\": 5 | _ | [\"so\"] | column \"names[].to\": element 2 of the list has no key",
                "4, \"to\": 5 | - | [\"so\"] | column \"qas[].q\" is \"-\", which has no _ to be filled."
                        + " Correct the row",
                "4, \"to\": 5 | _ | [] | no answers (column \"qas[].a\"). Of candidates one is right",
                "0, \"to\": 2 | _ | [\"bad\"] | 1 candidates (column \"qas[].q\" with stretches of column"
                        + " \"t\" from column \"names[].from\" to column \"names[].to\", each once in"
                        + " place of \"_\"), but there have to be 2 at least",
            })
    void whatIsWrongWithMarkedNamesIsReported(
            String secondName, String statement, String answers, String problem)
            throws IOException {
        write(
                "train.jsonl",
                ("{\"t\": \"bad so\", \"names\": [{\"from\": 0, \"to\": 2}, {\"from\": %s}],"
                                + " \"qas\": [{\"q\": \"%s\", \"a\": %s}]}\n")
                        .formatted(secondName, statement, answers));

        assertRefused(NAMES, "/train.jsonl line 1: qas[0]: " + problem);
    }

    @Test
    void eachCandidateStandsForOneChoice() throws IOException {
        write("train.jsonl", "{\"id\": 7, \"q\": \"x\", \"c\": [\"a\", \"b\"], \"l\": 0}\n");

        assertRefused(
                ROWS_OF_ALL + ", source.columns.choices = [q], splits.train.path = train.jsonl",
                "/train.jsonl line 1: 2 candidates (column \"c\"), but 1 choices (column \"q\"); each"
                        + " candidate stands for one. Correct the row.");
    }

    @Test
    void aTextThatStandsForNothingIsReported() throws IOException {
        write("train.csv", "q,l\ncause,1\nresult,2\n");

        assertRefused(
                "type = regression, source.columns { label = l, premise { template = \"{q}\","
                        + " cases.q { cause = because, effect = so } } },"
                        + " splits.train.path = train.csv",
                "/train.csv line 3: column \"q\" is \"result\", but has to be one of [cause, effect]."
                        + " Correct the row, or cases");
    }

    private void assertRefused(String task, String... messages) {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> prepare(task))
                .satisfies(e -> assertThat(e).message().contains(messages));
    }

    private void prepare(String task) {
        Preparation.run(LocalSpark.session(), settings(task));
    }

    private Settings settings(String task) {
        Path file = directory.resolve("tasks.conf");
        Path vocabulary = directory.resolve("vocab.txt");
        try {
            Files.writeString(file, "tasks.mine { %s }".formatted(task));
            Files.write(
                    vocabulary,
                    List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "good", "bad", "very", "so"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return SettingsLoader.load(
                List.of(),
                List.of(
                        "data.raw=\"%s\"".formatted(directory.resolve("raw")),
                        "data.tasks=[mine]",
                        "data.task-files=[\"%s\"]".formatted(file),
                        "data.max-seq-length=16",
                        "encoder.vocab=\"%s\"".formatted(vocabulary),
                        "run.directory=\"%s\"".formatted(directory.resolve("run"))));
    }

    /** Identifier, group, ids, types, relevance and text of each row. */
    private List<String> rows() {
        return examples().stream()
                .map(
                        example ->
                                "%s %s %s %s %s %s"
                                        .formatted(
                                                example.uid(),
                                                example.group(),
                                                Arrays.toString(example.inputIds()),
                                                Arrays.toString(example.tokenTypeIds()),
                                                example.label(),
                                                example.evidence().text()))
                .toList();
    }

    private List<String> answers() {
        return examples().stream().map(example -> example.evidence().answers().toString()).toList();
    }

    private List<EncodedExample> examples() {
        Configuration configuration = new Configuration();
        ShardStore store =
                ShardStore.of(
                        directory.resolve("run").toString(),
                        TestSettings.wordPiece(directory.resolve("vocab.txt"), false).sha256());
        List<EncodedExample> examples = new ArrayList<>();
        for (Manifest.Shard file : store.manifest(configuration, "mine", "train").shards()) {
            EncodedShard shard =
                    ShardFile.read(
                            configuration,
                            store.directory("mine", "train"),
                            file,
                            ShardFile.Columns.ALL);
            for (int row = 0; row < shard.rows(); row++) {
                examples.add(shard.example(row));
            }
        }
        return examples;
    }

    private void write(String file, String content) throws IOException {
        Path path = directory.resolve("raw").resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content, UTF_8);
    }
}
