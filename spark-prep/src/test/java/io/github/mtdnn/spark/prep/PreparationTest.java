package io.github.mtdnn.spark.prep;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
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
import io.github.mtdnn.spark.prep.SplitReport.Outcome;
import io.github.mtdnn.spark.shard.EncodedShard;
import io.github.mtdnn.spark.shard.ShardFile;
import io.github.mtdnn.spark.shard.ShardStore;
import io.github.mtdnn.text.file.TokenizerFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreparationTest {
    private static final List<String> PIECES =
            List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "good", "bad", "very", "##ly", "so");

    @TempDir private Path directory;

    private final Configuration configuration = new Configuration();

    @BeforeEach
    void writeRawData() throws IOException {
        Files.write(directory.resolve("vocab.txt"), PIECES);
        write("mood/train.tsv", "id\ttext\tlabel\na\tvery good\tyes\nb\tbad\tno\nc\t\tno\n");
        write("mood/dev.tsv", "id\ttext\tlabel\nd\tSO GOODLY good good good bad\tyes\n");
        write("close/train.csv", "left,right,score\ngood,\"very, good\",4.5\nbad,so bad,3\n");
        Files.writeString(
                directory.resolve("tasks.conf"),
                """
                tasks {
                  mood {
                    type = classification, labels = [no, yes]
                    source { directory = mood, header = true }
                    source.columns { uid = id, premise = text, label = label }
                    splits { train { path = train.tsv }, dev { path = dev.tsv } }
                  }
                  close {
                    type = regression
                    source.columns { premise = left, hypothesis = right, label = score }
                    splits { train { path = "close/train.csv" } }
                  }
                }
                """);
    }

    @Test
    void encodesEverySplit() {
        List<SplitReport> reports = prepare();

        assertThat(reports)
                .extracting(
                        SplitReport::task,
                        SplitReport::split,
                        SplitReport::outcome,
                        SplitReport::rows,
                        SplitReport::tokens,
                        SplitReport::truncatedRows)
                .containsExactly(
                        tuple("mood", "train", Outcome.WRITTEN, 3L, 9L, 0L),
                        tuple("mood", "dev", Outcome.WRITTEN, 1L, 8L, 1L),
                        tuple("close", "train", Outcome.WRITTEN, 2L, 13L, 0L));
        assertThat(reports.get(1))
                .hasToString("mood/dev: 1 examples, 8 tokens, 100.0 % cut, 0 rows left out");

        assertThat(rows("mood", "train"))
                .containsExactly(
                        "a [2, 6, 4, 3] [0, 0, 0, 0] 1.0", // [CLS] very good [SEP]
                        "b [2, 5, 3] [0, 0, 0] 0.0",
                        "c [2, 3] [0, 0] 0.0");
        assertThat(rows("mood", "dev"))
                .containsExactly("d [2, 8, 4, 7, 4, 4, 4, 3] [0, 0, 0, 0, 0, 0, 0, 0] 1.0");
        assertThat(rows("close", "train"))
                .containsExactly(
                        "0 [2, 4, 3, 6, 1, 4, 3] [0, 0, 0, 1, 1, 1, 1] 4.5",
                        "1 [2, 5, 3, 8, 5, 3] [0, 0, 0, 1, 1, 1] 3.0");
    }

    @Test
    void putsTheHypothesisFirstWhereAsked() {
        prepare("data.pair-order=hypothesis-first");

        assertThat(rows("close", "train"))
                .startsWith("0 [2, 6, 1, 4, 3, 4, 3] [0, 0, 0, 0, 0, 1, 1] 4.5");
    }

    @Test
    void reportsAndEncodesASample() throws IOException {
        prepare();

        SplitReport report = prepare("tasks.mood.splits.train.sample={ rows = 2 }").get(0);

        assertThat(report.outcome()).as("another sample is other data").isEqualTo(Outcome.WRITTEN);
        assertThat(report.toString())
                .startsWith("mood/train: 2 examples, ")
                .endsWith("0 rows left out, sample of 2 of 3 rows");
        assertThat(rows("mood", "train")).hasSize(2).anyMatch(row -> row.startsWith("a "));
        assertThat(prepare("tasks.mood.splits.train.sample={ rows = 2 }").get(0).toString())
                .contains("unchanged")
                .endsWith("sample of 2 of 3 rows");
    }

    @Test
    void namesTheStoreAfterTheVocabulary() {
        prepare();

        String hash = tokenizer().sha256().substring(0, 12);
        assertThat(directory.resolve("run/encoded/%s/mood/dev".formatted(hash)))
                .isDirectoryContaining("glob:**/manifest.json")
                .isDirectoryContaining("glob:**/part-00000.parquet");
    }

    @Test
    void leavesWhatHasNotChanged() throws IOException {
        prepare();
        List<String> before = storedFiles();

        List<SplitReport> reports = prepare();

        assertThat(reports).extracting(SplitReport::outcome).containsOnly(Outcome.UNCHANGED);
        assertThat(reports).extracting(SplitReport::rows).containsExactly(3L, 1L, 2L);
        assertThat(reports.get(2))
                .hasToString(
                        "close/train: unchanged, 2 examples, 13 tokens, 0.0 % cut, 0 rows "
                                + "left out");
        assertThat(storedFiles()).isEqualTo(before);
    }

    @Test
    void encodesAgainTheSplitWhoseRawDataHasChanged() throws IOException {
        prepare();
        write("mood/dev.tsv", "id\ttext\tlabel\nd\tbad\tno\n");

        assertThat(prepare())
                .extracting(SplitReport::outcome)
                .containsExactly(Outcome.UNCHANGED, Outcome.WRITTEN, Outcome.UNCHANGED);
        assertThat(rows("mood", "dev")).containsExactly("d [2, 5, 3] [0, 0, 0] 0.0");
    }

    @ParameterizedTest
    @CsvSource({
        "data.max-seq-length=9, WRITTEN, WRITTEN",
        "data.pair-order=hypothesis-first, WRITTEN, WRITTEN",
        "data.shard-rows=7, WRITTEN, WRITTEN",
        "'tasks.mood.labels=[no, yes, maybe]', WRITTEN, UNCHANGED",
        "tasks.close.dropout=0.3, UNCHANGED, UNCHANGED",
        "data.max-text-length=99, UNCHANGED, UNCHANGED"
    })
    void encodesAgainWhatIsDefinedOtherwise(String setting, Outcome mood, Outcome close) {
        prepare();

        assertThat(prepare(setting))
                .extracting(SplitReport::outcome)
                .containsExactly(mood, mood, close);
    }

    @Test
    void encodesAgainForAnotherVocabulary() throws IOException {
        prepare();
        List<String> more = new ArrayList<>(PIECES);
        more.add("extra");
        Files.write(directory.resolve("vocab.txt"), more);

        assertThat(prepare()).extracting(SplitReport::outcome).containsOnly(Outcome.WRITTEN);
    }

    @Test
    void mendsWhatWasDamaged() throws IOException {
        prepare();
        Path shard = storeOf("mood/train").resolve("part-00000.parquet");
        Files.writeString(shard, "not what was written");
        Path manifest = storeOf("close/train").resolve("manifest.json");
        Files.writeString(manifest, "{");

        assertThat(prepare())
                .extracting(SplitReport::outcome)
                .containsExactly(Outcome.WRITTEN, Outcome.UNCHANGED, Outcome.WRITTEN);
        assertThat(rows("mood", "train")).hasSize(3);
    }

    @Test
    void removesWhatACutOffRunHasLeftEvenWhereNothingIsToBeDone() throws IOException {
        prepare();
        Path left = storeOf("mood/train").resolveSibling(".train.partial");
        Files.createDirectories(left);
        Files.writeString(left.resolve("attempt-0-1"), "half a shard");

        prepare();

        assertThat(left).doesNotExist();
    }

    @Test
    void writesTheSameBytesOnAnyNumberOfCores() throws IOException {
        StringBuilder rows = new StringBuilder("id\ttext\tlabel\n");
        for (int i = 0; i < 500; i++) {
            rows.append("id")
                    .append(i)
                    .append('\t')
                    .append("very good ".repeat(i % 7))
                    .append(i % 3 == 0 ? "\tyes\n" : "\tno\n");
        }
        write("mood/train.tsv", rows.toString());
        String[] shards = {"data.shard-rows=60"};

        Preparation.run(LocalSpark.session(), settings("run", shards));
        Preparation.run(LocalSpark.session(), settings("run-in-pieces", shards), 100);
        SparkSession oneCore = LocalSpark.restart("local[1]");
        try {
            Preparation.run(oneCore, settings("run-on-one-core", shards), 1000);
        } finally {
            oneCore.stop();
        }

        Manifest expected = manifest("run", "mood", "train");
        assertThat(expected.shards()).hasSize(9);
        assertThat(manifest("run-in-pieces", "mood", "train").shards())
                .isEqualTo(expected.shards());
        assertThat(manifest("run-on-one-core", "mood", "train").shards())
                .isEqualTo(expected.shards());
    }

    @Test
    void takesATextOfAMillionCharacters() throws IOException {
        write(
                "mood/dev.tsv",
                "id\ttext\tlabel\nd\t%s\tyes\n".formatted("so good ".repeat(125_000)));

        assertThat(prepare().get(1).truncatedRows()).isEqualTo(1);

        write(
                "mood/dev.tsv",
                "id\ttext\tlabel\nd\t%sx\tyes\n".formatted("so good ".repeat(125_000)));

        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> prepare())
                .withMessageContaining(
                        "mood/dev.tsv line 2: the premise (column \"text\") has 1000001 characters,"
                                + " but data.max-text-length allows 1000000.");
    }

    @Test
    void namesAllRawFilesThatAreMissing() throws IOException {
        Files.delete(directory.resolve("raw/mood/dev.tsv"));
        Files.delete(directory.resolve("raw/close/train.csv"));

        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> prepare())
                .withMessage(
                        ("%1$s/raw/mood/dev.tsv (task mood, split dev), "
                                                + "%1$s/raw/close/train.csv (task close,")
                                        .formatted(directory)
                                + " split train) are not there. Put them there, or correct "
                                + "data.raw ="
                                + " %s/raw, or set data.missing-splits = skip to go on without."
                                        .formatted(directory));
        assertThat(directory.resolve("run")).doesNotExist();
    }

    @Test
    void leavesMissingSplitsOutWhereAsked() throws IOException {
        Files.delete(directory.resolve("raw/mood/dev.tsv"));

        List<SplitReport> reports = prepare("data.missing-splits=skip");

        assertThat(reports)
                .extracting(SplitReport::outcome)
                .containsExactly(Outcome.WRITTEN, Outcome.MISSING, Outcome.WRITTEN);
        assertThat(reports.get(1))
                .hasToString(
                        ("mood/dev: left out, %s/raw/mood/dev.tsv is not there")
                                .formatted(directory));
    }

    @Test
    void doesNotGoOnWithNothingAtAll() {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> prepare("data.missing-splits=skip", "data.raw=/no/such/place"))
                .withMessageContaining(
                        "are not there. Put them there, or correct data.raw = /no/such");
    }

    @Test
    void saysThatTheVocabularyIsMissing() throws IOException {
        Files.delete(directory.resolve("vocab.txt"));

        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> prepare())
                .withMessageContaining(
                        "/vocab.txt: the vocabulary is not there. Set encoder.vocab");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    d~good~perhaps           | line 2: label "perhaps" is not one of [no, yes]
                    d~good                   | line 2: 2 columns, separated by TABs
                    d~caf\u00e9~yes          | line 2: byte 6 of the line, 0xE9, is not UTF-8
                    d~good~yes\\nd~bad~no    | line 3: uid "d" is that of
                    ''                       | split dev of task mood has no rows
                    """)
    void leavesNothingHalfWrittenAfterBadInput(String rows, String message) throws IOException {
        String content = "id\ttext\tlabel\n" + rows.replace('~', '\t').replace("\\n", "\n");
        Files.write(
                directory.resolve("raw/mood/dev.tsv"),
                (content + "\n").strip().getBytes(ISO_8859_1));

        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> prepare())
                .withMessageContaining("mood/dev.tsv")
                .withMessageContaining(message);

        assertThat(storedFiles())
                .isNotEmpty()
                .allSatisfy(file -> assertThat(file).contains("mood/train/"));
    }

    @Test
    void keepsTheEarlierShardsAfterBadInput() throws IOException {
        prepare();
        List<String> before = storedFiles();
        write("mood/dev.tsv", "id\ttext\tlabel\nd\tgood\tperhaps\n");

        assertThatExceptionOfType(DataFormatException.class).isThrownBy(() -> prepare());

        assertThat(storedFiles()).isEqualTo(before);
    }

    private List<SplitReport> prepare(String... overrides) {
        return Preparation.run(LocalSpark.session(), settings("run", overrides));
    }

    private Settings settings(String run, String... overrides) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "data.raw=\"%s\"".formatted(directory.resolve("raw")),
                                "data.tasks=[mood, close]",
                                "data.task-files=[\"%s\"]"
                                        .formatted(directory.resolve("tasks.conf")),
                                "data.max-seq-length=8",
                                "encoder.vocab=\"%s\"".formatted(directory.resolve("vocab.txt")),
                                "run.directory=\"%s\"".formatted(directory.resolve(run))));
        all.addAll(List.of(overrides));
        return SettingsLoader.load(List.of(), all);
    }

    private TokenizerFiles tokenizer() {
        return TestSettings.wordPiece(directory.resolve("vocab.txt"), false);
    }

    private ShardStore store(String run) {
        return ShardStore.of(directory.resolve(run).toString(), tokenizer().sha256());
    }

    private Path storeOf(String split) {
        return Path.of(store("run").root(), split);
    }

    private Manifest manifest(String run, String task, String split) {
        return store(run).manifest(configuration, task, split);
    }

    private List<String> rows(String task, String split) {
        List<String> rows = new ArrayList<>();
        for (Manifest.Shard file : manifest("run", task, split).shards()) {
            EncodedShard shard =
                    ShardFile.read(
                            configuration,
                            store("run").directory(task, split),
                            file,
                            ShardFile.Columns.ALL);
            for (int row = 0; row < shard.rows(); row++) {
                EncodedExample example = shard.example(row);
                rows.add(
                        "%s %s %s %s"
                                .formatted(
                                        example.uid(),
                                        Arrays.toString(example.inputIds()),
                                        Arrays.toString(example.tokenTypeIds()),
                                        example.label()));
            }
        }
        return rows;
    }

    /** Every file of the run, with the time of its last change. */
    private List<String> storedFiles() {
        try (Stream<Path> files = Files.walk(directory.resolve("run"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file + " " + lastModified(file))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String lastModified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String file, String content) throws IOException {
        Path path = directory.resolve("raw").resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content, UTF_8);
    }
}
