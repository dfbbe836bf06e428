package io.github.mtdnn.spark.prep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.SettingsLoader;
import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.data.Manifest;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.spark.LocalSpark;
import io.github.mtdnn.spark.prep.profile.DataProfile;
import io.github.mtdnn.spark.shard.EncodedShard;
import io.github.mtdnn.spark.shard.ShardFile;
import io.github.mtdnn.spark.shard.ShardStore;
import io.github.mtdnn.task.Example;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.task.WordsExample;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sentences of words and tags, in every format they can have. */
class SequenceLabelingTest {
    private static final long WHOLE_FILE = 1 << 20;
    private static final List<Example> SENTENCES =
            List.of(
                    new WordsExample("0", List.of("Ann", "sings"), List.of("B-PER", "O")),
                    new WordsExample("1", List.of("It's", "\"Bo\""), List.of("O", "B-PER")));

    @TempDir private Path directory;

    @BeforeEach
    void writeVocabulary() throws IOException {
        write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n##a\n");
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 17, WHOLE_FILE})
    void readsConllWhereverTheFileIsCut(long stretchBytes) throws IOException {
        write(
                "a.conll",
                "-DOCSTART- -X- O\n\nAnn NNP B-PER\nsings\tVBZ  O\r\n\t\n \n"
                        + "-DOCSTART- -X- O\nIt's X O\n\"Bo\" NNP B-PER");

        RawSplit split = read("a.conll", "", stretchBytes);

        assertThat(split.examples(1).collect()).isEqualTo(SENTENCES);
        assertThat(split.rows()).isEqualTo(2);
        assertThat(split.locate(0)).endsWith("a.conll line 3");
        assertThat(split.locate(1)).endsWith("a.conll line 8");
    }

    @Test
    void takesOtherColumnsOfConll() throws IOException {
        write("a.conll", "0 Ann B-PER NNP\n1 sings O VBZ\n");

        assertThat(
                        read("a.conll", "source.columns={words=1, tags=-2}", WHOLE_FILE)
                                .examples(9)
                                .collect())
                .containsExactly(SENTENCES.get(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.jsonl|{\"words\": [\"Ann\", \"sings\"], \"tags\": [\"B-PER\", \"O\"]}~"
                        + "{\"words\": \"It's \\\"Bo\\\"\", \"tags\": \"O B-PER\"}|",
                "a.tsv|words\ttags~Ann  sings\tB-PER O~['It\\'s', '\"Bo\"']\t['O', \"B-PER\"]|",
                "a.csv|words,tags~Ann sings,B-PER O~\"[\"\"It's\"\", \"\"\\\"\"Bo\\\"\"\"\"]\",O B-PER|",
                "a.tsv|7\t['B-PER', 'O']\t['Ann', 'sings']~8\t['O', 'B-PER']\t[\"It's\", '\"Bo\"']|"
                        + "source={header=false, columns={tags=1, words=2}}",
            })
    void readsListsOfWordsAndTags(String file, String content, String definition)
            throws IOException {
        write(file, content.replace('~', '\n') + "\n");

        assertThat(
                        read(file, definition == null ? "" : definition, WHOLE_FILE)
                                .examples(9)
                                .collect())
                .isEqualTo(SENTENCES);
    }

    @Test
    void readsTheListsOfAParquetTable() {
        LocalSpark.session()
                .sql(
                        "SELECT * FROM VALUES (array('Ann', 'sings'), array('B-PER', 'O')),"
                                + " (array('It\\'s', '\"Bo\"'), array('O', 'B-PER'))"
                                + " AS t(words, tags)")
                .coalesce(1)
                .write()
                .parquet(directory.resolve("a.parquet").toString());

        assertThat(read("a.parquet", "", WHOLE_FILE).examples(9).collect()).isEqualTo(SENTENCES);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.conll|a O~~a O~a~a O~|line 4: 1 column, separated by blanks or TABs, but the"
                        + " split has at least 2. Correct the line.",
                "a.conll|a O~~a O~a B-LOC~|line 3: word 2, \"a\": label \"B-LOC\" is not one of [O,"
                        + " B-PER, I-PER] of task names.",
                "a.conll|a O~~caf\u00e9 O~|line 3: byte 4 of the line, 0xE9, is not UTF-8.",
                "a.tsv|words\ttags~a a\tO|line 2: 2 words, but 1 tags; each word has one. Correct the"
                        + " row.",
                "a.tsv|words\ttags~[]\tO|line 2: no words (column \"words\"). A sentence has one at"
                        + " least; leave the row out.",
                "a.tsv|words\ttags~['a'\t['O']|line 2: column \"words\" is no list: ",
                "a.tsv|words\ttags~['a', [1]]\t['O']|line 2: column \"words\", element 2: [1] is no"
                        + " text.",
                "a.jsonl|{\"words\": [\"a\", null], \"tags\": \"O O\"}|line 1: column \"words\" is a"
                        + " JSON null, but has to be a text",
            })
    void badInput(String file, String content, String message) throws IOException {
        Charset latin = StandardCharsets.ISO_8859_1;
        Files.writeString(directory.resolve(file), content.replace('~', '\n'), latin);

        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> read(file, "", WHOLE_FILE))
                .withMessageContaining("/" + file + " " + message);
    }

    @ParameterizedTest
    @ValueSource(longs = {6, WHOLE_FILE})
    void setsBadSentencesAside(long stretchBytes) throws IOException {
        write("a.conll", "a O\n\na O\nalone\na O\n\na O\na X\n\na B-PER\n");

        SplitReport report = prepare(stretchBytes, "a.conll", "data.on-bad-row=quarantine").get(0);

        assertThat(report.rows()).isEqualTo(2);
        assertThat(
                        LocalSpark.session()
                                .read()
                                .parquet(directory.resolve("out/tables/quarantine").toString())
                                .orderBy("row")
                                .collectAsList())
                .extracting(row -> row.getAs("row"), row -> row.getAs("raw"))
                .containsExactly(tuple(4L, "a O\nalone\na O"), tuple(7L, "a O\na X"));
    }

    /** The pieces of "aa" are a and ##a; windows have room for six. */
    @Test
    void labelsFirstPiecesAndPutsTheWindowsOfASentenceIntoAGroup() throws IOException {
        write("a.conll", "aa B-PER\na O\n\na O\na O\naa I-PER\na O\naa B-PER\na O\n");

        prepare(WHOLE_FILE, "a.conll", "data.max-seq-length=8");

        assertThat(rows("train"))
                .containsExactly(
                        "0  [2, 5, 6, 5, 3] [-100, 1, -100, 0, -100] NaN",
                        "1#0 1 [2, 5, 5, 5, 6, 5, 3] [-100, 0, 0, 2, -100, -100, -100] NaN",
                        "1#1 1 [2, 5, 6, 5, 5, 6, 5, 3] [-100, -100, -100, 0, 1, -100, 0, -100]"
                                + " NaN");
    }

    @Test
    void predictsEveryWordOfASplitWithoutTags() throws IOException {
        write("a.conll", "a O\n");
        write("b.conll", "aa\na\n");

        prepare(WHOLE_FILE, "a.conll", "tasks.names.splits.test={path=b.conll, columns.tags=null}");

        assertThat(rows("test"))
                .containsExactly("0  [2, 5, 6, 5, 3] [-100, -1, -100, -1, -100] NaN");
    }

    @Test
    void isProfiled() throws IOException {
        write("a.conll", "aa B-PER\na O\n\na O\n");
        Settings settings = settings("a.conll");
        Preparation.run(LocalSpark.session(), settings, WHOLE_FILE);

        assertThat(DataProfile.write(LocalSpark.session(), settings))
                .singleElement()
                .asString()
                .startsWith("names/train: O 66.7 %, B-PER 33.3 %; ");
    }

    private RawSplit read(String file, String definition, long stretchBytes) {
        Settings settings =
                definition.isEmpty()
                        ? settings(file)
                        : settings(file, "tasks.names={" + definition + "}");
        Task task = settings.tasks().get(0);
        return new ExampleReader(
                        LocalSpark.session(),
                        directory.toString(),
                        1000,
                        BadRowPolicy.of(settings.data()),
                        stretchBytes)
                .read(task, task.sources().get(0));
    }

    private List<SplitReport> prepare(long stretchBytes, String file, String... overrides) {
        return Preparation.run(LocalSpark.session(), settings(file, overrides), stretchBytes);
    }

    private Settings settings(String file, String... overrides) {
        return SettingsLoader.load(
                List.of(),
                Stream.concat(
                                Stream.of(
                                        "tasks.names={type=sequence-labeling, labels=[O, B-PER,"
                                                + " I-PER], splits.train.path=%s}".formatted(file),
                                        "data.tasks=names",
                                        "data.raw=" + directory,
                                        "data.max-bad-rows=10",
                                        "encoder.vocab=" + directory.resolve("vocab.txt"),
                                        "run.directory=" + directory.resolve("out")),
                                Stream.of(overrides))
                        .toList());
    }

    private List<String> rows(String split) {
        String tokenizer = TestSettings.wordPiece(directory.resolve("vocab.txt"), false).sha256();
        ShardStore store = ShardStore.of(directory.resolve("out").toString(), tokenizer);
        Configuration hadoop = new Configuration();
        List<String> rows = new ArrayList<>();
        for (Manifest.Shard file : store.manifest(hadoop, "names", split).shards()) {
            EncodedShard shard =
                    ShardFile.read(
                            hadoop, store.directory("names", split), file, ShardFile.Columns.ALL);
            for (int row = 0; row < shard.rows(); row++) {
                EncodedExample example = shard.example(row);
                rows.add(
                        "%s %s %s %s %s"
                                .formatted(
                                        example.uid(),
                                        example.group(),
                                        Arrays.toString(example.inputIds()),
                                        Arrays.toString(example.tokenLabels()),
                                        example.label()));
            }
        }
        return rows;
    }

    private void write(String file, String content) throws IOException {
        Files.writeString(directory.resolve(file), content, UTF_8);
    }
}
