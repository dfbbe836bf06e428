package io.github.mtdnn.spark.prep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.github.mtdnn.config.SettingsLoader;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.spark.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuarantineTest {
    private static final String TASK =
            "tasks.mood={type=classification, labels=[no, yes], source.columns.premise=text,"
                    + " splits.train.path=%s}";

    @TempDir private Path directory;

    @BeforeEach
    void writeVocabulary() throws IOException {
        Files.writeString(
                directory.resolve("vocab.txt"), "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nfine\n");
    }

    @ParameterizedTest
    @ValueSource(longs = {8, 1 << 20})
    void setsBadRowsAsideAndPreparesTheOthers(long stretchBytes) throws IOException {
        write("a.tsv", "text\tlabel\nfine\tyes\nbad\tyse\nalone\nfine too\tno\n");

        SplitReport report = prepare("a.tsv", "2", stretchBytes).get(0);

        assertThat(report.rows()).isEqualTo(2);
        assertThat(report.badRows()).isEqualTo(2);
        assertThat(report.toString()).endsWith("2 bad rows set aside");
        List<Row> rows = quarantine();
        assertThat(rows)
                .extracting(row -> row.getAs("row"), row -> row.getAs("raw"))
                .containsExactly(tuple(3L, "bad\tyse"), tuple(4L, "alone"));
        assertThat(rows)
                .allSatisfy(
                        row -> {
                            assertThat(row.<String>getAs("task")).isEqualTo("mood");
                            assertThat(row.<String>getAs("split")).isEqualTo("train");
                            assertThat(row.<String>getAs("file")).endsWith("a.tsv");
                        });
        assertThat(rows.get(0).<String>getAs("reason")).startsWith("label \"yse\" is not one of");
    }

    @Test
    void goesOnAfterBadCsvAndBadJson() throws IOException {
        write("a.csv", "text,label\n\"bad\"x,yes\nfine,no\n");
        write("a.jsonl", "{\"text\": \"cut\n{\"text\": \"fine\", \"label\": \"no\"}\n");

        assertThat(prepare("a.csv", "0.5", 1 << 20).get(0).rows()).isEqualTo(1);
        assertThat(quarantine())
                .extracting(row -> row.getAs("raw"))
                .containsExactly("\"bad\"x,yes");
        assertThat(prepare("a.jsonl", "0.5", 1 << 20).get(0).rows()).isEqualTo(1);
        assertThat(quarantine())
                .extracting(row -> row.getAs("raw"))
                .containsExactly("{\"text\": \"cut");
    }

    @Test
    void setsBadRowsOfATableAside() throws IOException {
        LocalSpark.session()
                .sql("SELECT * FROM VALUES ('fine', 'yes'), ('bad', 'yse') AS t(text, label)")
                .write()
                .parquet(directory.resolve("a.parquet").toString());

        assertThat(prepare("a.parquet", "1", 1 << 20).get(0).rows()).isEqualTo(1);
        assertThat(quarantine()).extracting(row -> row.getAs("raw")).containsExactly("yse\tbad");
    }

    @Test
    void aSplitWithoutBadRowsHasNoneFromBefore() throws IOException {
        write("a.tsv", "text\tlabel\nfine\tyes\nbad\tyse\n");
        prepare("a.tsv", "1", 1 << 20);
        prepare("a.tsv", "1", 1 << 20);
        assertThat(quarantine()).hasSize(1);

        write("a.tsv", "text\tlabel\nfine\tyes\nbad\tyes\n");
        prepare("a.tsv", "1", 1 << 20);

        assertThat(directory.resolve("out/tables/quarantine/task=mood/split=train")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.3", "1"})
    void failsBeyondTheLimitAndWritesNothing(String limit) throws IOException {
        write("a.tsv", "text\tlabel\nfine\tyes\nbad\tyse\nworse\tsey\nfine\tno\n");

        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> prepare("a.tsv", limit, 1 << 20))
                .withMessageContaining("a.tsv line 3: label \"yse\" is not one of")
                .withMessageContaining("the first of 2 bad rows among 4")
                .withMessageContaining("allows 1. Correct the data, or raise data.max-bad-rows.");
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void aQuoteThatIsNeverClosedFailsSinceNobodyKnowsWhereTheNextRowBegins() throws IOException {
        write("a.csv", "text,label\nfine,yes\n\"open,yes\nfine,no\n");

        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> prepare("a.csv", "5", 1 << 20))
                .withMessageContaining("a.csv line 3: a quote opened in this row is never closed");
    }

    private List<SplitReport> prepare(String file, String maxBadRows, long stretchBytes) {
        return Preparation.run(
                LocalSpark.session(),
                SettingsLoader.load(
                        List.of(),
                        List.of(
                                TASK.formatted(file),
                                "data.tasks=mood",
                                "data.raw=" + directory,
                                "data.on-bad-row=quarantine",
                                "data.max-bad-rows=" + maxBadRows,
                                "encoder.vocab=" + directory.resolve("vocab.txt"),
                                "run.directory=" + directory.resolve("out"))),
                stretchBytes);
    }

    private List<Row> quarantine() {
        return LocalSpark.session()
                .read()
                .parquet(directory.resolve("out/tables/quarantine").toString())
                .orderBy("row")
                .collectAsList();
    }

    private void write(String file, String content) throws IOException {
        Files.writeString(directory.resolve(file), content);
    }
}
