package io.github.mtdnn.spark.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.data.Manifest;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.failure.EnvironmentException;
import io.github.mtdnn.spark.LocalSpark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardWriterTest {
    private static final ShardWriter.Origin ORIGIN =
            new ShardWriter.Origin("mood", "train", "raw", "vocabulary", "definition", 16);

    private static final String OTHERS =
            ",\"group\":null,\"token_labels\":null,\"span_start\":null,\"span_end\":null,\"token_starts\":null,\"token_ends\":null,\"text\":null,\"answers\":null}";

    @TempDir private Path run;

    private final Configuration configuration = new Configuration();
    private ShardStore store;
    private ShardWriter writer;

    @BeforeEach
    void openStore() {
        store = ShardStore.of(run.toString(), "0123456789abcdef");
        writer = new ShardWriter(store, configuration);
    }

    @Test
    void givesBackWhatWasWritten() {
        Manifest manifest = writer.write(ORIGIN, rows(25, 2));

        assertThat(store.manifest(configuration, "mood", "train")).isEqualTo(manifest);
        assertThat(manifest.shards())
                .extracting(Manifest.Shard::file, Manifest.Shard::rows)
                .containsExactly(
                        tuple("part-00000.parquet", 12L), tuple("part-00001.parquet", 13L));
        assertThat(manifest.truncatedRows()).isEqualTo(5);

        List<String> read = new ArrayList<>();
        for (Manifest.Shard shard : manifest.shards()) {
            EncodedShard encoded = read(shard, ShardFile.Columns.ALL);
            assertThat(encoded.rows()).isEqualTo((int) shard.rows());
            assertThat(encoded.tokens()).isEqualTo((int) shard.tokens());
            for (int row = 0; row < encoded.rows(); row++) {
                read.add(text(encoded.example(row)));
            }
        }
        assertThat(read)
                .containsExactlyElementsOf(
                        IntStream.range(0, 25).mapToObj(i -> text(example(i))).toList());
    }

    @Test
    void leavesOutWhatTrainingDoesNotNeed() {
        Manifest manifest = writer.write(ORIGIN, rows(4, 1));

        EncodedShard shard = read(manifest.shards().get(0), ShardFile.Columns.TRAINING);

        assertThat(shard.evidence().uids()).isEmpty();
        assertThat(shard.tokenLabels()).isEmpty();
        assertThat(shard.offsets()).containsExactly(0, 1, 3, 6, 10);
        assertThat(shard.labels()).containsExactly(Double.NaN, 0.5, 1, 1.5);
    }

    @Test
    void givesBackAllThatAnExampleMayHave() {
        EncodedExample tagged =
                example(2).inGroup("document 1").withTokenLabels(new int[] {-100, 4, -1});
        EncodedExample question =
                example(3)
                        .withSpan(
                                new EncodedExample.Span(
                                        1, 2, new int[] {-1, 0, 4, 9}, new int[] {-1, 3, 8, 12}))
                        .withEvidence("der Große Bär", List.of("Große", "der Große"));
        Manifest manifest =
                writer.write(ORIGIN, parallelize(List.of(tagged, question, example(0)), 1));

        EncodedShard shard = read(manifest.shards().get(0), ShardFile.Columns.ALL);

        assertThat(shard.example(0).group()).isEqualTo("document 1");
        assertThat(shard.example(0).tokenLabels()).containsExactly(-100, 4, -1);
        assertThat(shard.example(1).span()).usingRecursiveComparison().isEqualTo(question.span());
        assertThat(shard.example(1).evidence()).isEqualTo(question.evidence());
        assertThat(shard.example(1).group()).isEmpty();
        assertThat(shard.example(2).span().first()).isEqualTo(EncodedExample.NO_SPAN);
        assertThat(shard.example(2).evidence()).isEqualTo(EncodedExample.Evidence.NONE);
    }

    @Test
    void countsAGroupOnceWhereShardsCutIt() {
        List<EncodedExample> rows = new ArrayList<>();
        for (String group : List.of("a", "a", "a", "a", "a", "b", "", "", "c")) {
            rows.add(example(rows.size()).inGroup(group));
        }

        Manifest manifest = writer.write(ORIGIN, parallelize(rows, 4)); // 2, 2, 2, 3 rows

        assertThat(manifest.shards())
                .extracting(Manifest.Shard::groups, Manifest.Shard::continuesGroup)
                .containsExactly(
                        tuple(1L, false), tuple(0L, true), tuple(1L, true), tuple(3L, false));
        assertThat(manifest.groups()).isEqualTo(5);
        assertThat(read(manifest.shards().get(2), ShardFile.Columns.TRAINING).groupStarts())
                .containsExactly(0, 1, 2);
    }

    @Test
    void recordsLengthsInBinsOfEight() {
        Manifest manifest = writer.write(ORIGIN, rows(9, 1));

        assertThat(manifest.shards().get(0).lengthHistogram()).containsExactly(7L, 2L);
    }

    @Test
    void isAPlainParquetTableForOtherReaders() {
        writer.write(ORIGIN, rows(3, 1));

        List<Row> table =
                LocalSpark.session()
                        .read()
                        .parquet(store.directory("mood", "train") + "/part-*.parquet")
                        .collectAsList();

        assertThat(table.stream().map(Row::json))
                .containsExactly(
                        "{\"uid\":\"u0\",\"input_ids\":[100],\"token_type_ids\":[0],\"label\":null"
                                + OTHERS,
                        "{\"uid\":\"u1\",\"input_ids\":[101,102],\"token_type_ids\":[0,0],"
                                + "\"label\":0.5"
                                + OTHERS,
                        "{\"uid\":\"u2\",\"input_ids\":[102,103,104],\"token_type_ids\":[0,0,1],"
                                + "\"label\":1.0"
                                + OTHERS);
    }

    @Test
    void replacesTheShardsOfAnEarlierRun() {
        writer.write(ORIGIN, rows(20, 4));
        Manifest second = writer.write(ORIGIN, rows(6, 1));

        assertThat(store.manifest(configuration, "mood", "train")).isEqualTo(second);
        assertThat(files()).containsExactly("manifest.json", "part-00000.parquet");
    }

    @Test
    void keepsTheEarlierShardsWhereATaskFails() {
        Manifest first = writer.write(ORIGIN, rows(6, 1));
        JavaRDD<ShardRow> failing =
                rows(8, 2)
                        .map(
                                row -> {
                                    if (row.example().uid().equals("u6")) {
                                        throw new DataFormatException("row u6 is broken");
                                    }
                                    return row;
                                });

        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> writer.write(ORIGIN, failing))
                .withMessage("row u6 is broken");

        assertThat(store.manifest(configuration, "mood", "train")).isEqualTo(first);
        assertThat(run.resolve("encoded/0123456789ab/mood"))
                .isDirectoryNotContaining(
                        path -> path.getFileName().toString().contains("partial"));
    }

    @Test
    void removesWhatACutOffRunHasLeft() throws IOException {
        Path left = run.resolve("encoded/0123456789ab/mood/.train.partial");
        Files.createDirectories(left);
        Files.writeString(left.resolve("attempt-0-7"), "half a shard");

        writer.write(ORIGIN, rows(6, 1));

        assertThat(left).doesNotExist();
    }

    @Test
    void refusesAShardWhoseChecksumDiffers() throws IOException {
        Manifest manifest = writer.write(ORIGIN, rows(6, 1));
        Path file = run.resolve("encoded/0123456789ab/mood/train/part-00000.parquet");
        byte[] content = Files.readAllBytes(file);
        content[content.length / 2] ^= 1;
        Files.write(file, content);

        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> read(manifest.shards().get(0), ShardFile.Columns.ALL))
                .withMessageContaining("mood/train/part-00000.parquet: the checksum is ")
                .withMessageContaining(
                        "but manifest.json expects " + manifest.shards().get(0).sha256())
                .withMessageContaining("Run prepare again");
    }

    @Test
    void refusesAShardThatIsNotThere() throws IOException {
        Manifest manifest = writer.write(ORIGIN, rows(6, 1));
        Files.delete(run.resolve("encoded/0123456789ab/mood/train/part-00000.parquet"));

        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> read(manifest.shards().get(0), ShardFile.Columns.ALL))
                .withMessageContaining("part-00000.parquet: this shard is named in manifest.json")
                .withMessageContaining("Run prepare again");
    }

    @Test
    void saysThatTheStoreCannotBeWritten() throws IOException {
        Files.writeString(run.resolve("encoded"), "a file where a directory has to be");

        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> writer.write(ORIGIN, rows(6, 1)))
                .withMessageContaining("cannot be written: ")
                .withMessageContaining("set run.directory to another place");
    }

    @Test
    void saysWhatToDoWhereASplitHasNotBeenPrepared() {
        assertThat(store.findManifest(configuration, "mood", "dev")).isEmpty();
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> store.manifest(configuration, "mood", "dev"))
                .withMessageContaining("split dev of task mood has not been prepared")
                .withMessageContaining("Run prepare");
    }

    private EncodedShard read(Manifest.Shard shard, ShardFile.Columns columns) {
        return ShardFile.read(configuration, store.directory("mood", "train"), shard, columns);
    }

    private List<String> files() {
        try (Stream<Path> files = Files.list(run.resolve("encoded/0123456789ab/mood/train"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JavaRDD<ShardRow> parallelize(List<EncodedExample> examples, int shards) {
        return LocalSpark.context()
                .parallelize(
                        examples.stream().map(example -> new ShardRow(example, false)).toList(),
                        shards);
    }

    private static JavaRDD<ShardRow> rows(int count, int shards) {
        List<ShardRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(new ShardRow(example(i), i % 5 == 4));
        }
        return LocalSpark.context().parallelize(rows, shards);
    }

    /** Row i: i + 1 tokens, the last of type 1 from the third row on, no label in row 0. */
    private static EncodedExample example(int i) {
        int[] ids = new int[i + 1];
        int[] types = new int[i + 1];
        for (int t = 0; t <= i; t++) {
            ids[t] = 100 + i + t;
            types[t] = i >= 2 && t == i ? 1 : 0;
        }
        return new EncodedExample("u" + i, ids, types, i == 0 ? Double.NaN : i * 0.5);
    }

    private static String text(EncodedExample example) {
        return "%s %s %s %s"
                .formatted(
                        example.uid(),
                        Arrays.toString(example.inputIds()),
                        Arrays.toString(example.tokenTypeIds()),
                        example.label());
    }
}
