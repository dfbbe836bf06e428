package io.github.mtdnn.spark.prep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.SettingsLoader;
import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.data.Manifest;
import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.spark.LocalSpark;
import io.github.mtdnn.spark.prep.profile.DataProfile;
import io.github.mtdnn.spark.shard.EncodedShard;
import io.github.mtdnn.spark.shard.ShardFile;
import io.github.mtdnn.spark.shard.ShardStore;
import io.github.mtdnn.task.DocumentExample;
import io.github.mtdnn.task.Example;
import io.github.mtdnn.task.Task;
import java.io.IOException;
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

/** Documents, in every format they can have, and what is masked of them. */
class MaskedLmDataTest {
    private static final long WHOLE_FILE = 1 << 20;
    private static final Path VOCABULARY =
            TestSettings.shared("data/vocab/bert-base-uncased-vocab.txt");

    @TempDir private Path directory;
    private Path vocabulary;

    @BeforeEach
    void writeVocabulary() throws IOException {
        write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n##a\nb\n");
        vocabulary = directory.resolve("vocab.txt");
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 9, WHOLE_FILE})
    void readsPlainTextWhereverItIsCut(long stretchBytes) throws IOException {
        write("a.txt", "\n \n= A =\r\na\n\t\nb b\n\n= B =\na\n\n\nb");

        assertThat(documents("a.txt", "documents=file", stretchBytes))
                .containsExactly("= A =\na\n\t\nb b\n\n= B =\na\n\n\nb");
        assertThat(documents("a.txt", "document-start=\"= . =\"", stretchBytes))
                .containsExactly("= A =\na\n\t\nb b\n", "= B =\na\n\n\nb");
        assertThat(documents("a.txt", "documents=block", stretchBytes))
                .containsExactly("= A =\na", "b b", "= B =\na", "b");
        assertThat(documents("a.txt", "documents=line", stretchBytes))
                .containsExactly("= A =", "a", "b b", "= B =", "a", "b");
        assertThat(read("a.txt", "document-start=\"= . =\"", stretchBytes).locate(1))
                .endsWith("a.txt line 8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.jsonl|{\"text\": \"a\\n\\nb\"}|",
                "a.csv|text~\"a~~b\"|",
                "a.csv|id,body~7,\"a~~b\"|columns.text=body",
            })
    void readsTheColumnOfOtherFormats(String file, String content, String source)
            throws IOException {
        write(file, content.replace('~', '\n') + "\n");

        assertThat(documents(file, source == null ? "" : source, WHOLE_FILE))
                .containsExactly("a\n\nb");
    }

    @Test
    void readsParquetToTheMask() {
        LocalSpark.session()
                .range(20)
                .selectExpr("concat('a b a b\\n\\n', repeat('b a ', id)) as text")
                .coalesce(1)
                .write()
                .parquet(directory.resolve("a.parquet").toString());

        assertThat(documents("a.parquet", "", WHOLE_FILE))
                .hasSize(20)
                .element(2)
                .isEqualTo("a b a b\n\nb a b a ");
        assertThat(prepare("a.parquet", "").get(0).soundRows()).isEqualTo(20);
        List<EncodedExample> rows = rows("train");
        assertThat(rows.stream().map(row -> row.uid().split("#")[0]).distinct()).hasSize(20);
        assertThat(rows)
                .allMatch(
                        row ->
                                Arrays.stream(row.tokenLabels())
                                        .anyMatch(label -> label != EncodedExample.NO_LABEL));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.txt|a~caf\u00e9~|line 2: byte 4 of the line, 0xE9, is not UTF-8.",
                "a.txt|~~ ~|split train of task texts has no rows",
                "a.jsonl|{\"text\": \" \"}|line 1: the text (column \"text\") is empty. A document",
                "a.jsonl|{\"body\": \"a\"}|line 1: no key \"text\" among [body].",
            })
    void badInput(String file, String content, String message) throws IOException {
        Files.writeString(
                directory.resolve(file), content.replace('~', '\n'), StandardCharsets.ISO_8859_1);

        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> read(file, "", WHOLE_FILE))
                .withMessageContaining(message);
    }

    @Test
    void setsBadDocumentsAside() throws IOException {
        Files.writeString(
                directory.resolve("a.txt"),
                "a\n\nb\nb\u00e9\nb\n\na\n",
                StandardCharsets.ISO_8859_1);

        SplitReport report =
                prepare("a.txt", "documents=block", "data.on-bad-row=quarantine").get(0);

        assertThat(report.rows()).isEqualTo(2);
        assertThat(
                        LocalSpark.session()
                                .read()
                                .parquet(directory.resolve("out/tables/quarantine").toString())
                                .collectAsList())
                .extracting(row -> row.getAs("row"), row -> row.getAs("raw"))
                .containsExactly(tuple(4L, "b\nb\ufffd\nb"));
    }

    @Test
    void masksADocumentAlikeWhateverTheSeedAndTheShards() throws IOException {
        write("a.txt", "a b a b a\n\n".repeat(100) + "b b b b\n".repeat(100));
        prepare("a.txt", "documents=block", "data.shard-rows=7");
        List<String> rows = shown(rows("train"));

        prepare("a.txt", "documents=block", "data.shard-rows=50000", "run.seed=1");

        assertThat(shown(rows("train"))).isEqualTo(rows);
        assertThat(rows.get(0)).startsWith("0#0 ");
        assertThat(rows("train")).extracting(EncodedExample::label).contains(0.0, 1.0, Double.NaN);
    }

    @Test
    void copiesTrainingSplitsAlone() throws IOException {
        write("a.txt", "a\n");

        List<SplitReport> reports =
                prepare(
                        "a.txt",
                        "documents=line",
                        "tasks.texts.splits.dev.path=a.txt",
                        "data.masked-copies=3");

        assertThat(reports).extracting(SplitReport::rows).containsExactly(3L, 1L);
        assertThat(rows("train"))
                .extracting(EncodedExample::uid)
                .containsExactly("0#0", "0#1", "0#2");
    }

    @Test
    void isProfiled() throws IOException {
        write("a.txt", "a\n");
        Settings settings = settings("a.txt", "");
        Preparation.run(LocalSpark.session(), settings, WHOLE_FILE);

        assertThat(DataProfile.write(LocalSpark.session(), settings))
                .singleElement()
                .asString()
                .startsWith("texts/train: no labels; 3 tokens in the median");
    }

    @Test
    void refusesAVocabularyWithoutAMask() throws IOException {
        write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\na\n");
        write("a.txt", "a\n");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> prepare("a.txt", ""))
                .withMessageContaining("encoder.vocab has no piece [MASK] or <mask>");
    }

    @Test
    void readsWikiText() throws IOException {
        Path raw = TestSettings.shared("data/wikitext-2");
        assumeTrue(Files.exists(raw), "skipped: " + raw + " is not there");
        vocabulary = VOCABULARY;
        Settings settings =
                load(
                        "data.task-files=[mlm]",
                        "data.tasks=wikitext2",
                        "data.raw=" + raw.getParent(),
                        "tasks.wikitext2.splits={train=null, dev.path=valid.txt, test.path=test.txt}");
        Preparation.run(LocalSpark.session(), settings, TextSurvey.STRETCH_BYTES);

        Task task = settings.tasks().get(0);
        List<Example> articles =
                new ExampleReader(LocalSpark.session(), raw.getParent().toString(), 1_000_000)
                        .read(task, TestSettings.source(task, "dev"))
                        .examples(1000)
                        .collect();
        assertThat(articles).hasSize(60);
        assertThat(((DocumentExample) articles.get(0)).text())
                .startsWith(" = Homarus gammarus = \n \n Homarus gammarus , known as");
        requireUsualMasks(rows("wikitext2", "dev"));
    }

    @Test
    void readsTheDocumentsOfTheToolkit() throws IOException {
        Path folder = TestSettings.shared("mtdnn-conformance/experiments/mlm");
        assumeTrue(Files.exists(folder), "skipped: " + folder + " is not there");
        vocabulary = VOCABULARY;
        Settings settings =
                load(
                        "data.task-files=[\"" + folder.resolve("mlm.yml") + "\"]",
                        "data.tasks=mlm",
                        "data.raw=" + folder);

        Preparation.run(LocalSpark.session(), settings, TextSurvey.STRETCH_BYTES);

        List<EncodedExample> rows = rows("mlm", "train");
        assertThat(rows.stream().map(row -> row.uid().split("#")[0]).distinct()).hasSize(10);
        requireUsualMasks(rows);
    }

    private static void requireUsualMasks(List<EncodedExample> rows) {
        long pieces = 0;
        long hidden = 0;
        long swapped = 0;
        long pairs = 0;
        for (EncodedExample row : rows) {
            pieces += row.length() - (Double.isNaN(row.label()) ? 2 : 3);
            pairs += Double.isNaN(row.label()) ? 0 : 1;
            swapped += row.label() == 1 ? 1 : 0;
            for (int label : row.tokenLabels()) {
                hidden += label == EncodedExample.NO_LABEL ? 0 : 1;
            }
        }
        assertThat((double) hidden / pieces).isCloseTo(0.15, within(0.01));
        assertThat((double) swapped / pairs).isCloseTo(0.5, within(0.1));
    }

    private List<String> documents(String file, String source, long stretchBytes) {
        return read(file, source, stretchBytes).examples(2).collect().stream()
                .map(example -> ((DocumentExample) example).text())
                .toList();
    }

    private RawSplit read(String file, String source, long stretchBytes) {
        Settings settings = settings(file, source);
        Task task = settings.tasks().get(0);
        return new ExampleReader(
                        LocalSpark.session(),
                        directory.toString(),
                        1000,
                        BadRowPolicy.of(settings.data()),
                        stretchBytes)
                .read(task, task.sources().get(0));
    }

    private List<SplitReport> prepare(String file, String source, String... overrides) {
        return Preparation.run(LocalSpark.session(), settings(file, source, overrides), WHOLE_FILE);
    }

    private Settings settings(String file, String source, String... overrides) {
        return load(
                Stream.concat(
                                Stream.of(
                                        "tasks.texts={type=masked-lm, source={%s}, splits.train.path=%s}"
                                                .formatted(source, file),
                                        "data.tasks=texts",
                                        "data.raw=" + directory,
                                        "data.max-bad-rows=10",
                                        "data.max-seq-length=12"),
                                Stream.of(overrides))
                        .toArray(String[]::new));
    }

    private Settings load(String... overrides) {
        List<String> all = new ArrayList<>(List.of(overrides));
        all.add("encoder.vocab=" + vocabulary);
        all.add("run.directory=" + directory.resolve("out"));
        return SettingsLoader.load(List.of(), all);
    }

    private List<EncodedExample> rows(String split) {
        return rows("texts", split);
    }

    private List<EncodedExample> rows(String task, String split) {
        String tokenizer = TestSettings.wordPiece(vocabulary, false).sha256();
        ShardStore store = ShardStore.of(directory.resolve("out").toString(), tokenizer);
        Configuration hadoop = new Configuration();
        List<EncodedExample> rows = new ArrayList<>();
        for (Manifest.Shard file : store.manifest(hadoop, task, split).shards()) {
            EncodedShard shard =
                    ShardFile.read(
                            hadoop, store.directory(task, split), file, ShardFile.Columns.ALL);
            for (int row = 0; row < shard.rows(); row++) {
                rows.add(shard.example(row));
            }
        }
        return rows;
    }

    private static List<String> shown(List<EncodedExample> rows) {
        return rows.stream()
                .map(
                        row ->
                                "%s %s %s %s"
                                        .formatted(
                                                row.uid(),
                                                Arrays.toString(row.inputIds()),
                                                Arrays.toString(row.tokenLabels()),
                                                row.label()))
                .toList();
    }

    private void write(String file, String content) throws IOException {
        Files.writeString(directory.resolve(file), content, UTF_8);
    }
}
