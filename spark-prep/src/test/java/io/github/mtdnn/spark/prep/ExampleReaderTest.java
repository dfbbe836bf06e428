package io.github.mtdnn.spark.prep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.mtdnn.spark.LocalSpark;
import io.github.mtdnn.task.Example;
import io.github.mtdnn.task.Split;
import io.github.mtdnn.task.TableFormat;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.task.TextExample;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExampleReaderTest {
    private static final int MAX_TEXT_LENGTH = 100;
    private static final int WHOLE_FILE = 1 << 20;

    @TempDir private Path raw;

    @Test
    void countsKeptRowsWhereTheUidIsTheRowCount() throws IOException {
        write("train.tsv", "good\tyes\nshort\nodd\t-\nbad\tno\n");
        Task task =
                SourceBuilder.tsv("train.tsv")
                        .columns(2, 2)
                        .skipShortRows()
                        .label(1)
                        .skipLabels("-")
                        .named("no", "yes");

        RawSplit split = read(task, WHOLE_FILE);

        assertThat(split.rows()).isEqualTo(2);
        assertThat(split.leftOutRows()).isEqualTo(2);
        assertThat(split.examples(10).collect())
                .containsExactly(
                        new TextExample("0", "good", "", "yes"),
                        new TextExample("1", "bad", "", "no"));
    }

    @Test
    void countsNegativeColumnsFromTheEnd() throws IOException {
        write("train.tsv", "a\tb\tc\td\nw\tx\ty\tz\tlast\n");
        Task task = SourceBuilder.tsv("train.tsv").premise(-2).hypothesis(-1).classes(2);

        assertThat(examples(task))
                .containsExactly(
                        new TextExample("0", "c", "d", ""), new TextExample("1", "z", "last", ""));
    }

    @Test
    void dropsTheByteOrderMarkAndTheHeaderOfEachFile() throws IOException {
        write("train/b.tsv", "\uFEFFtext\tlabel\nthird\t1\n");
        write("train/a.tsv", "\uFEFFtext\tlabel\nfirst\t0\nsecond\t1\n");
        write("train/_SUCCESS", "");
        Task task = SourceBuilder.tsv("train").header().premise("text").label("label").classes(2);

        assertThat(examples(task))
                .containsExactly(
                        new TextExample("0", "first", "", "0"),
                        new TextExample("1", "second", "", "1"),
                        new TextExample("2", "third", "", "1"));
    }

    @Test
    void keepsAMarkThatIsNotAtTheBeginning() throws IOException {
        write("train.tsv", "\uFEFFone\n\uFEFFtwo\n");

        assertThat(examples(SourceBuilder.tsv("train.tsv").classes(2)))
                .extracting("premise")
                .containsExactly("one", "\uFEFFtwo");
    }

    @Test
    void stripsLinesAsPythonDoes() throws IOException {
        write("train.tsv", "\t lead\ttrail \t\t\u00a0\u3000\n");
        Task task =
                SourceBuilder.tsv("train.tsv").stripLines().premise(0).hypothesis(-1).classes(2);

        assertThat(examples(task)).containsExactly(new TextExample("0", "lead", "trail", ""));
    }

    @Test
    void keepsBlanksWhereLinesAreNotStripped() throws IOException {
        write("train.tsv", " lead\ttrail \n");
        Task task = SourceBuilder.tsv("train.tsv").premise(0).hypothesis(1).classes(2);

        assertThat(examples(task)).containsExactly(new TextExample("0", " lead", "trail ", ""));
    }

    @Test
    void allowsEmptyTexts() throws IOException {
        write("train.tsv", "\t1\nsome\t0\n");

        assertThat(examples(SourceBuilder.tsv("train.tsv").label(1).classes(2)))
                .extracting("premise")
                .containsExactly("", "some");
    }

    @Test
    void doesNotTakeQuotesInTsvForMoreThanCharacters() throws IOException {
        write("train.tsv", "\"open\t1\nclosed\"\t0\n");

        assertThat(examples(SourceBuilder.tsv("train.tsv").label(1).classes(2)))
                .extracting("premise")
                .containsExactly("\"open", "closed\"");
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6, 7, 8, 9, 11, 64})
    void findsTheSameRowsWhereverAFileIsCut(long stretchBytes) throws IOException {
        write(
                "train/1.tsv",
                "\uFEFFtext\tlabel\r\nfirst\t0\r\n\u00e4\u00f6\u00fc\t1\rlone cr\t0\n\n");
        write("train/2.tsv", "label\ttext\n1\tno line end");
        Task task =
                SourceBuilder.tsv("train")
                        .header()
                        .skipShortRows()
                        .premise("text")
                        .label("label")
                        .classes(2);

        RawSplit whole = read(task, WHOLE_FILE);
        RawSplit cut = read(task, stretchBytes);

        assertThat(cut.rows()).isEqualTo(4);
        assertThat(cut.leftOutRows()).isEqualTo(1);
        assertThat(cut.examples(100).collect())
                .isEqualTo(whole.examples(100).collect())
                .containsExactly(
                        new TextExample("0", "first", "", "0"),
                        new TextExample("1", "\u00e4\u00f6\u00fc", "", "1"),
                        new TextExample("2", "lone cr", "", "0"),
                        new TextExample("3", "no line end", "", "1"));
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 9, 40, WHOLE_FILE})
    void readsCsvWithQuotedCommasQuotesAndLineEnds(long stretchBytes) throws IOException {
        write(
                "train.csv",
                """
                text,label
                plain,1
                "a, b",0
                "say ""hi\""",1
                "two
                lines",0
                5" wide,1
                """);
        Task task =
                SourceBuilder.of(TableFormat.CSV, "train.csv")
                        .header()
                        .columns(2, 2)
                        .premise("text")
                        .label("label")
                        .classes(2);

        RawSplit split = read(task, stretchBytes);

        assertThat(split.examples(2).glom().collect())
                .containsExactly(
                        List.of(
                                new TextExample("0", "plain", "", "1"),
                                new TextExample("1", "a, b", "", "0")),
                        List.of(
                                new TextExample("2", "say \"hi\"", "", "1"),
                                new TextExample("3", "two\nlines", "", "0")),
                        List.of(new TextExample("4", "5\" wide", "", "1")));
        assertThat(split.locate(4)).endsWith("train.csv line 7");
    }

    @ParameterizedTest
    @ValueSource(longs = {7, WHOLE_FILE})
    void readsJsonLines(long stretchBytes) throws IOException {
        write(
                "train.jsonl",
                """
                {"id": 7, "text": "tab\\tand \\u00e4", "score": 2.5, "nested": {"a": 1}}

                {"score": "-1e-1", "text": "", "id": "x"}
                """);
        Task task =
                SourceBuilder.of(TableFormat.JSONL, "train.jsonl")
                        .uid("id")
                        .premise("text")
                        .label("score")
                        .regression();

        assertThat(read(task, stretchBytes).examples(10).collect())
                .containsExactly(
                        new TextExample("7", "tab\tand \u00e4", "", "2.5"),
                        new TextExample("x", "", "", "-1e-1"));
    }

    @Test
    void unpacksWhileItReads() throws IOException {
        try (OutputStream out =
                new GZIPOutputStream(Files.newOutputStream(raw.resolve("train.tsv.gz")))) {
            out.write("good\t1\nbad\t0\nso so\t1\n".getBytes(UTF_8));
        }
        Task task = SourceBuilder.tsv("train.tsv.gz").label(1).classes(2);

        assertThat(read(task, 4).examples(2).glom().collect())
                .containsExactly(
                        List.of(
                                new TextExample("0", "good", "", "1"),
                                new TextExample("1", "bad", "", "0")),
                        List.of(new TextExample("2", "so so", "", "1")));
    }

    @Test
    void readsParquetFilesInTheirOrder() {
        StructType schema =
                new StructType()
                        .add("text", DataTypes.StringType)
                        .add("label", DataTypes.IntegerType);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            rows.add(RowFactory.create("text " + i, i % 4 == 3 ? 9 : i % 2));
        }
        LocalSpark.session()
                .createDataFrame(rows, schema)
                .coalesce(1)
                .write()
                .option("maxRecordsPerFile", 15)
                .parquet(raw.resolve("train").toString());
        Task task =
                SourceBuilder.of(TableFormat.PARQUET, "train")
                        .premise("text")
                        .label("label")
                        .skipLabels("9")
                        .classes(2);

        RawSplit split = read(task, WHOLE_FILE);

        assertThat(split.leftOutRows()).isEqualTo(10);
        assertThat(split.examples(12).glom().collect())
                .extracting(List::size)
                .containsExactly(12, 12, 6);
        assertThat(split.examples(12).collect())
                .extracting("uid", "premise")
                .startsWith(tuple("0", "text 0"), tuple("1", "text 1"), tuple("2", "text 2"))
                .contains(tuple("3", "text 4"))
                .endsWith(tuple("29", "text 38"));
        assertThat(split.rawHash()).isEqualTo(read(task, WHOLE_FILE).rawHash());
        assertThat(split.locate(29)).contains("train, row 9 of part-00000").endsWith(".parquet");
    }

    @Test
    void givesTheRowsOfATableTheOrderOfTheirContent() {
        StructType schema =
                new StructType()
                        .add("text", DataTypes.StringType)
                        .add("score", DataTypes.DoubleType);
        List<Row> rows =
                List.of(
                        RowFactory.create("c", 0.5),
                        RowFactory.create("a", 2.0),
                        RowFactory.create("b", 1e10));
        Task task =
                SourceBuilder.of(TableFormat.TABLE, "mood_view")
                        .premise("text")
                        .label("score")
                        .regression();

        LocalSpark.session().createDataFrame(rows, schema).createOrReplaceTempView("mood_view");
        RawSplit split = read(task, WHOLE_FILE);
        LocalSpark.session()
                .createDataFrame(List.of(rows.get(2), rows.get(0), rows.get(1)), schema)
                .repartition(3)
                .createOrReplaceTempView("mood_view");
        RawSplit shuffled = read(task, WHOLE_FILE);

        assertThat(split.examples(2).collect())
                .isEqualTo(shuffled.examples(2).collect())
                .extracting("uid", "premise")
                .containsExactlyInAnyOrder(tuple("0", "c"), tuple("1", "b"), tuple("2", "a"));
        assertThat(shuffled.rawHash()).isEqualTo(split.rawHash());
    }

    @Test
    void leavesTheHashOfTheRawDataAloneWhereOnlyTheCutChanges() throws IOException {
        write("train.tsv", "one\ntwo\n");
        Task task = SourceBuilder.tsv("train.tsv").classes(2);
        String before = read(task, WHOLE_FILE).rawHash();
        assertThat(read(task, WHOLE_FILE).rawHash()).isEqualTo(before);

        write("train.tsv", "one\ntwp\n");

        assertThat(read(task, WHOLE_FILE).rawHash()).isNotEqualTo(before);
    }

    @Test
    void parsesScoresAndClasses() {
        LabelParser scores = parser(SourceBuilder.tsv("x").label(1).regression());
        assertThat(scores.parse("5.000")).isEqualTo(5.0);
        assertThat(scores.parse("-1e-2")).isEqualTo(-0.01);
        LabelParser classes = parser(SourceBuilder.tsv("x").label(1).classes(3));
        assertThat(classes.parse("2")).isEqualTo(2.0);
        LabelParser named = parser(SourceBuilder.tsv("x").label(1).named("no", "yes"));
        assertThat(named.parse("yes")).isEqualTo(1.0);
    }

    @Test
    void givesNoLabelToTheConstantOfATestSplit() {
        Task test = SourceBuilder.tsv("x").split(Split.TEST).constantLabel("0").classes(2);
        Task train = SourceBuilder.tsv("x").constantLabel("0").classes(2);

        assertThat(parser(test).value("0")).isNaN();
        assertThat(parser(train).value("0")).isZero();
        assertThat(parser(SourceBuilder.tsv("x").classes(2)).value("0")).isNaN();
    }

    private List<Example> examples(Task task) {
        return read(task, WHOLE_FILE).examples(100).collect();
    }

    private RawSplit read(Task task, long stretchBytes) {
        return new ExampleReader(
                        LocalSpark.session(),
                        raw.toString(),
                        MAX_TEXT_LENGTH,
                        BadRowPolicy.FAIL,
                        stretchBytes)
                .read(task, task.sources().get(0));
    }

    private static LabelParser parser(Task task) {
        return new LabelParser(task, task.sources().get(0));
    }

    private void write(String file, String content) throws IOException {
        Path path = raw.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content, UTF_8);
    }
}
