package io.github.mtdnn.spark.prep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.SettingsLoader;
import io.github.mtdnn.config.SettingsLoader.Need;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.spark.LocalSpark;
import io.github.mtdnn.task.Example;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.task.TextExample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampledRowsTest {
    private static final int STRETCH = 1 << 20;
    private static final String CLASSES =
            "type = classification, labels = [no, yes, never], source { header = false,"
                    + " columns { premise = 0, label = 1 } }, splits.train { path = a.tsv }";
    private static final String GROUPS =
            "type = ranking, text = pair, source { header = false, columns { uid = 0, group = 1,"
                    + " premise = 1, hypothesis = 2, label = 3 } }, splits.train { path = a.tsv }";

    @TempDir private Path directory;

    @Test
    void takesOfEachLabelItsShare() throws IOException {
        writeThousandRows();

        List<Example> sample = sample(CLASSES, "share = 0.1", STRETCH, 1000);

        // 597 no, 400 yes, 3 never
        assertThat(labels(sample)).isEqualTo(Map.of("no", 60, "yes", 40, "never", 1));
        assertThat(sample)
                .extracting(example -> Integer.valueOf(example.uid()))
                .as("the numbers that the rows have in the whole split, in its order")
                .isSorted()
                .anyMatch(row -> row > 900);
    }

    @Test
    void takesAsManyRowsAsAsked() throws IOException {
        writeThousandRows();

        assertThat(labels(sample(CLASSES, "rows = 101", STRETCH, 1000)))
                .isEqualTo(Map.of("no", 60, "yes", 40, "never", 1));
        assertThat(labels(sample(CLASSES, "rows = 3", STRETCH, 1000)))
                .isEqualTo(Map.of("no", 1, "yes", 1, "never", 1));
        assertThat(labels(sample(CLASSES, "rows = 1000", STRETCH, 1000)))
                .isEqualTo(Map.of("no", 597, "yes", 400, "never", 3));
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 1000, 5000})
    void isTheSameHoweverTheFileIsCut(int stretchBytes) throws IOException {
        writeThousandRows();
        List<Example> whole = sample(CLASSES, "share = 0.1", STRETCH, 1000);

        assertThat(sample(CLASSES, "share = 0.1", stretchBytes, 7)).isEqualTo(whole);
    }

    @Test
    void fillsEachPartitionButTheLast() throws IOException {
        writeThousandRows();
        SampledRows rows = rows(CLASSES, "share = 0.1", STRETCH);

        assertThat(rows.rows()).isEqualTo(101);
        assertThat(rows.examples(25).glom().map(List::size).collect())
                .containsExactly(25, 25, 25, 25, 1);
    }

    @Test
    void samplesOfASeedLieWithinEachOther() throws IOException {
        writeThousandRows();
        List<Set<Example>> samples = new ArrayList<>();
        for (String size :
                List.of("share = 0.001", "share = 0.01", "rows = 60", "share = 0.1", "share = 1")) {
            samples.add(new HashSet<>(sample(CLASSES, size, STRETCH, 1000)));
        }

        assertThat(samples).extracting(Set::size).containsExactly(3, 11, 60, 101, 1000);
        for (int i = 1; i < samples.size(); i++) {
            assertThat(samples.get(i)).containsAll(samples.get(i - 1));
        }
    }

    @Test
    void seedsGiveSamplesThatHaveLittleInCommon() throws IOException {
        writeThousandRows();
        Set<Example> all = new HashSet<>();
        for (int seed = 1; seed <= 5; seed++) {
            all.addAll(sample(CLASSES, "share = 0.1, seed = " + seed, STRETCH, 1000));
        }

        // 1 - 0.9^5 of the rows are in one of them at least
        assertThat(all.size()).isBetween(370, 450);
        assertThat(sample(CLASSES, "share = 0.1", STRETCH, 1000))
                .isEqualTo(sample(CLASSES, "share = 0.1, seed = 1", STRETCH, 1000));
    }

    @Test
    void takesWholeGroupsOfARanking() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int group = 0; group < 50; group++) {
            for (int k = 0; k < 2 + group % 3; k++) {
                text.append("%d-%d\tq%d\tanswer %d\t%d\n".formatted(group, k, group, k, k));
            }
        }
        write(text.toString());

        List<Example> sample = sample(GROUPS, "share = 0.2", STRETCH, 1000);

        Map<String, Long> sizes =
                sample.stream()
                        .collect(
                                Collectors.groupingBy(
                                        example -> ((TextExample) example).group(),
                                        Collectors.counting()));
        assertThat(sizes).hasSize(10);
        sizes.forEach(
                (group, size) ->
                        assertThat(size)
                                .as(group)
                                .isEqualTo(2 + Integer.parseInt(group.substring(1)) % 3));
        assertThat(sample(GROUPS, "share = 0.2", 64, 4)).isEqualTo(sample);
    }

    @Test
    void takesRowsOfJson() throws IOException {
        StringBuilder text = new StringBuilder("{\"rows\": [");
        for (int row = 0; row < 100; row++) {
            text.append(
                    "%s{\"t\": \"text %d\", \"l\": %d.5}"
                            .formatted(row == 0 ? "" : ",", row, row % 7));
        }
        Files.writeString(directory.resolve("a.json"), text + "]}", UTF_8);
        String task =
                "type = regression, source { rows = \"rows[]\", columns { premise = \"rows[].t\","
                        + " label = \"rows[].l\" } }, splits.train { path = a.json }";

        assertThat(sample(task, "share = 0.25", STRETCH, 1000)).hasSize(25);
    }

    @Test
    void takesSentences() throws IOException {
        Files.writeString(directory.resolve("a.conll"), "good O\nday B-X\n\n".repeat(40), UTF_8);
        String task =
                "type = sequence-labeling, labels = [O, B-X], splits.train { path = a.conll }";

        assertThat(sample(task, "rows = 13", STRETCH, 1000)).hasSize(13);
        assertThat(sample(task, "rows = 13", 64, 5))
                .isEqualTo(sample(task, "rows = 13", STRETCH, 1000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "parquet", "table"})
    void takesRowsOfATable(String format) throws IOException {
        writeThousandRows();
        Dataset<Row> rows =
                LocalSpark.session()
                        .read()
                        .option("sep", "\t")
                        .csv(directory.resolve("a.tsv").toString())
                        .toDF("text", "mood");
        String task =
                "type = classification, labels = [no, yes, never], source { format = %s,"
                        + " columns { premise = text, label = mood } }, splits.train { path = %s }";

        save(rows, format, "whole");
        List<Example> sample =
                sample(task.formatted(format, "whole"), "share = 0.1", STRETCH, 1000);
        assertThat(labels(sample)).isEqualTo(Map.of("no", 60, "yes", 40, "never", 1));
        assertThat(sample(task.formatted(format, "whole"), "share = 0.1", 300, 7))
                .isEqualTo(sample);
        if (format.equals("table")) { // whose rows have no place of their own
            save(rows.repartition(5), format, "shuffled");
            assertThat(sample(task.formatted(format, "shuffled"), "share = 0.1", 300, 7))
                    .isEqualTo(sample);
        }
    }

    private void save(Dataset<Row> rows, String format, String name) throws IOException {
        switch (format) {
            case "jsonl" ->
                    Files.write(directory.resolve(name), rows.toJSON().collectAsList(), UTF_8);
            case "parquet" -> rows.write().parquet(directory.resolve(name).toString());
            default -> rows.createOrReplaceTempView(name);
        }
    }

    @ParameterizedTest
    @CsvSource({"2", "1001"})
    void refusesANumberThatCannotBe(int rows) throws IOException {
        writeThousandRows();

        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> rows(CLASSES, "rows = " + rows, STRETCH))
                .withMessageEndingWith(
                        "a.tsv: sample.rows = %,d, but there are 1,000 to take from, of 3 labels. Give"
                                        .formatted(rows)
                                + " a number from 3 to 1000, or sample.share instead.");
    }

    /** 0.1 %, 1 % and 10 % of data sets whose lines are known. */
    @ParameterizedTest
    @CsvSource({
        "sst2,glue_data/SST-2/train.tsv,67349,0.001,68",
        "sst2,glue_data/SST-2/train.tsv,67349,0.01,674",
        "sst2,glue_data/SST-2/train.tsv,67349,0.1,6735",
        "snli,snli/validation.tsv,9842,0.001,9",
        "snli,snli/validation.tsv,9842,0.01,98",
        "snli,snli/validation.tsv,9842,0.1,985"
    })
    void takesItsShareOfPublishedData(
            String name, String file, long rows, double share, long expected) {
        Path raw = TestSettings.shared("data");
        assumeTrue(Files.exists(raw.resolve(file)), "skipped: " + file + " is not there");
        String columns = name.equals("snli") ? "premise = 0, hypothesis = 1" : "premise = 0";
        String task =
                "type = classification, num-classes = %d, source { format = csv, separator = \"\\t\", columns { %s, label = -1 } }, splits.train { path = \"%s\" }"
                        .formatted(name.equals("snli") ? 3 : 2, columns, file);
        Settings settings = settings(task, "share = " + share, raw);
        Task read = settings.tasks().get(0);
        SplitSource source = read.sources().get(0);
        RawSplit split =
                new ExampleReader(LocalSpark.session(), raw.toString(), 10_000).read(read, source);

        SampledRows sample = SampledRows.of(split, read, source, file);

        assertThat(split.rows()).isEqualTo(rows);
        assertThat(sample.rows()).isEqualTo(expected);
        assertThat(sample.examples(100_000).count()).isEqualTo(expected);
    }

    private void writeThousandRows() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < 1000; row++) {
            String label = row % 400 == 7 ? "never" : row % 5 < 3 ? "no" : "yes";
            text.append("text %d\t%s\n".formatted(row, label));
        }
        write(text.toString());
    }

    private void write(String text) throws IOException {
        Files.writeString(directory.resolve("a.tsv"), text, UTF_8);
    }

    private static Map<String, Integer> labels(List<Example> examples) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Example example : examples) {
            counts.merge(((TextExample) example).label(), 1, Integer::sum);
        }
        return counts;
    }

    private List<Example> sample(String task, String sample, long stretchBytes, int perPartition) {
        return rows(task, sample, stretchBytes).examples(perPartition).collect();
    }

    private SampledRows rows(String definition, String sample, long stretchBytes) {
        Task task = settings(definition, sample, directory).tasks().get(0);
        SplitSource source = task.sources().get(0);
        ExampleReader reader =
                new ExampleReader(
                        LocalSpark.session(),
                        directory.toString(),
                        1000,
                        BadRowPolicy.FAIL,
                        stretchBytes);
        return SampledRows.of(reader.read(task, source), task, source, reader.name(source));
    }

    private Settings settings(String task, String sample, Path raw) {
        Path file = directory.resolve("task.conf");
        try {
            Files.writeString(
                    file, "tasks.t { %s, splits.train.sample { %s } }".formatted(task, sample));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return SettingsLoader.load(
                List.of(file), List.of("data.tasks=t", "data.raw=" + raw), EnumSet.of(Need.TASKS));
    }
}
