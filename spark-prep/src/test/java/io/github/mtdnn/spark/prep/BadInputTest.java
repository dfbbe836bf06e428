package io.github.mtdnn.spark.prep;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.spark.LocalSpark;
import io.github.mtdnn.task.TableFormat;
import io.github.mtdnn.task.Task;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each message says where, what was found, what is allowed and what to do. */
class BadInputTest {
    private static final int MAX_TEXT_LENGTH = 20;

    @TempDir private Path raw;

    @ParameterizedTest
    @ValueSource(longs = {4, 1 << 20})
    void unknownLabel(long stretchBytes) throws IOException {
        write("train.tsv", "text\tlabel\nfine\tyes\nbad\tyse\nworse\t?\n");
        Task task = SourceBuilder.tsv("train.tsv").header().label(1).named("no", "yes");

        assertRefused(
                task,
                stretchBytes,
                "/train.tsv line 3: label \"yse\" is not one of [no, yes] of task mood. "
                        + "Correct the line,"
                        + " or the labels of the task.");
    }

    @Test
    void labelThatIsNoNumber() throws IOException {
        write("train.tsv", "fine\tone\n");

        assertRefused(
                SourceBuilder.tsv("train.tsv").label(1).classes(3),
                "/train.tsv line 1: label \"one\" is not a number, but task mood has classes "
                        + "0 to 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "-1"})
    void labelOutOfRange(String label) throws IOException {
        write("train.tsv", "fine\t1\nbad\t" + label + "\n");

        assertRefused(
                SourceBuilder.tsv("train.tsv").label(1).classes(3),
                "/train.tsv line 2: label %s is out of range: task mood has classes 0 to 2"
                        .formatted(label));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "1f", "0x10", "1,5", "", "1e999", "-"})
    void labelThatIsNoFiniteDecimal(String label) throws IOException {
        write("train.tsv", "bad\t" + label + "\n");

        assertRefused(
                SourceBuilder.tsv("train.tsv").label(1).regression(),
                ("/train.tsv line 1: label \"%s\" is not a finite decimal number, as "
                                + "task mood")
                        .formatted(label));
    }

    @ParameterizedTest
    @CsvSource({
        "2, 3, one, 1 column, 2 to 3",
        "2, 2, one, 1 column, exactly 2",
        "2, 2147483647, one, 1 column, at least 2",
        "1, 2, one|two|three, 3 columns, 1 to 2"
    })
    void wrongColumnCount(int min, int max, String row, String found, String allowed)
            throws IOException {
        write("train.tsv", "good\t1\n" + row.replace('|', '\t') + "\n");

        assertRefused(
                SourceBuilder.tsv("train.tsv").columns(min, max).classes(2),
                "/train.tsv line 2: %s, separated by TABs, but the split has %s. Correct the line"
                        .formatted(found, allowed));
    }

    @Test
    void tooFewColumnsForAField() throws IOException {
        write("train.tsv", "a\tb\tc\n\n");

        assertRefused(
                SourceBuilder.tsv("train.tsv").premise(-3).classes(2),
                "/train.tsv line 2: 1 column, separated by TABs, but the split has at least "
                        + "3. Correct"
                        + " the line, or leave short rows out by short-rows = skip");
    }

    @Test
    void missingColumnInTheHeader() throws IOException {
        write("train.tsv", "text\tlable\nfine\t1\n");

        assertRefused(
                SourceBuilder.tsv("train.tsv").header().premise("text").label("label").classes(2),
                "/train.tsv line 1: no column \"label\" in the header [text, lable]. Correct "
                        + "the header,"
                        + " or the column in the task's definition.");
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 1 << 20})
    void bytesThatAreNoUtf8(long stretchBytes) throws IOException {
        write("train.tsv", "fine\ncaf\u00e9 au lait\n", ISO_8859_1);

        assertRefused(
                SourceBuilder.tsv("train.tsv").classes(2),
                stretchBytes,
                "/train.tsv line 2: byte 4 of the line, 0xE9, is not UTF-8. Convert the file "
                        + "to UTF-8");
    }

    @Test
    void acceptsTheReplacementCharacterItself() throws IOException {
        write("train.tsv", "\uFFFD\n");

        assertThat(read(SourceBuilder.tsv("train.tsv").classes(2), 9).rows()).isEqualTo(1);
    }

    @Test
    void utf8ThatIsCutOff() throws IOException {
        byte[] bytes = "fine\nabc\u20ac".getBytes(UTF_8);
        Files.write(raw.resolve("train.tsv"), Arrays.copyOf(bytes, bytes.length - 1));

        assertRefused(
                SourceBuilder.tsv("train.tsv").classes(2),
                "/train.tsv line 2: byte 4 of the line, 0xE2, is not UTF-8");
    }

    @Test
    void textThatIsTooLong() throws IOException {
        String twentyCharacters = "\uD83D\uDE00".repeat(20); // 40 in Java's count
        write("train.tsv", "short\t%s\nshort\t%sx\n".formatted(twentyCharacters, twentyCharacters));

        assertRefused(
                SourceBuilder.tsv("train.tsv").hypothesis(1).classes(2),
                "/train.tsv line 2: the hypothesis (column 1) has 21 characters, but"
                        + " data.max-text-length allows 20. Shorten the text, or raise"
                        + " data.max-text-length.");
    }

    @Test
    void quoteThatIsNeverClosed() throws IOException {
        write("train.csv", "fine,1\n\"open,1\nmore,2\n");

        assertRefused(
                SourceBuilder.of(TableFormat.CSV, "train.csv").classes(2),
                "/train.csv line 2: a quote opened in this row is never closed. Close it");
    }

    @Test
    void textAfterAClosingQuote() throws IOException {
        write("train.csv", "fine,\"1\"x\n");

        assertRefused(
                SourceBuilder.of(TableFormat.CSV, "train.csv").classes(2),
                "/train.csv line 1: column 1 goes on after its closing quote");
    }

    @Test
    void csvColumnCount() throws IOException {
        write("train.csv", "\"two\nlines\",1\nfine\n");

        assertRefused(
                SourceBuilder.of(TableFormat.CSV, "train.csv").columns(2, 2).classes(2),
                "/train.csv line 3: 1 column, separated by commas, but the split has exactly 2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"text": "a"                | not a JSON object:
                    ["text"]                    | a JSON array, but each line has to be a JSON object
                    {"tex": "a", "label": 1}    | no key "text" among [tex, label]
                    {"text": null}              | column "text" is a JSON null, but has to be a text, a number
                    {"text": "a"} {"text": "b"} | not a JSON object:
                    """)
    void jsonThatIsNoRow(String line, String message) throws IOException {
        write("train.jsonl", "{\"text\": \"fine\"}\n" + line + "\n");

        assertRefused(
                SourceBuilder.of(TableFormat.JSONL, "train.jsonl").premise("text").classes(2),
                "/train.jsonl line 2: " + message);
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 1 << 20})
    void uidThatIsNotUnique(long stretchBytes) throws IOException {
        write("train.tsv", "id\ttext\n7\ta\n8\tb\n9\tc\n8\td\n7\te\n");
        Task task = SourceBuilder.tsv("train.tsv").header().uid("id").premise("text").classes(2);
        RawSplit split = read(task, stretchBytes);

        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> UniqueUids.require(split, task, task.sources().get(0)))
                .withMessage(
                        ("%s/train.tsv line 5: uid \"8\" is that of %s/train.tsv line 3 "
                                                + "already, but has to")
                                        .formatted(raw, raw)
                                + " be unique within split train of task mood. Correct the "
                                + "data, or use"
                                + " uid = row-count.");
    }

    @Test
    void splitWithoutRows() throws IOException {
        write("train.tsv", "text\tlabel\na\t-\nshort\n");

        assertRefused(
                SourceBuilder.tsv("train.tsv")
                        .header()
                        .label(1)
                        .skipShortRows()
                        .skipLabels("-")
                        .classes(2),
                "/train.tsv: split train of task mood has no rows (2 left out as too short "
                        + "or by their"
                        + " label). Put data there");
    }

    @Test
    void emptyFile() throws IOException {
        write("train.tsv", "");

        assertRefused(
                SourceBuilder.tsv("train.tsv").classes(2),
                "/train.tsv: split train of task mood has no rows (0 left out");
    }

    @Test
    void directoryWithoutFiles() throws IOException {
        Files.createDirectories(raw.resolve("train"));

        assertRefused(
                SourceBuilder.tsv("train").classes(2),
                "/train: a directory without files. Put the split's files there");
    }

    @Test
    void compressedFileThatIsDamaged() throws IOException {
        write("train.tsv.gz", "not gzip");

        assertRefused(
                SourceBuilder.tsv("train.tsv.gz").classes(2),
                "/train.tsv.gz: cannot be read: ",
                "Mend the file, its permissions or the file system.");
    }

    @Test
    void fileThatIsNoParquet() throws IOException {
        write("train.parquet", "text\n");

        assertRefused(
                SourceBuilder.of(TableFormat.PARQUET, "train.parquet").premise("text").classes(2),
                "/train.parquet: cannot be read as Parquet",
                "correct format in the task's definition");
    }

    @Test
    void tableColumns() {
        StructType schema =
                new StructType()
                        .add("text", DataTypes.StringType)
                        .add("words", DataTypes.createArrayType(DataTypes.StringType))
                        .add("label", DataTypes.IntegerType);
        LocalSpark.session()
                .createDataFrame(
                        List.of(
                                RowFactory.create("fine", null, 1),
                                RowFactory.create("bad", null, 4),
                                RowFactory.create(null, null, 1)),
                        schema)
                .createOrReplaceTempView("bad_view");
        SourceBuilder source = SourceBuilder.of(TableFormat.TABLE, "bad_view");

        assertRefused(
                source.premise("txt").classes(2),
                "table bad_view: no column \"txt\" among [text, words, label].");
        assertRefused(
                source.premise("words").classes(2),
                "table bad_view: column \"words\" is of type array<string>, but has to be a text");
        assertRefused(
                source.premise("text").classes(2),
                "table bad_view, row : column \"text\" is null.");
        assertRefused(
                source.premise("text").hypothesis("label").label("label").classes(2),
                "table bad_view, row 1|: column \"text\" is null.");
        assertRefused(
                SourceBuilder.of(TableFormat.TABLE, "no_view").premise("text").classes(2),
                "table no_view: no such table in the Spark catalog. Create it");
    }

    private void assertRefused(Task task, String... messageParts) {
        assertRefused(task, 1 << 20, messageParts);
    }

    private void assertRefused(Task task, long stretchBytes, String... messageParts) {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> read(task, stretchBytes))
                .satisfies(e -> assertThat(e.getMessage()).contains(messageParts))
                .satisfies(e -> assertThat(e.exitCode()).isEqualTo(3));
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

    private void write(String file, String content) throws IOException {
        write(file, content, UTF_8);
    }

    private void write(String file, String content, Charset charset) throws IOException {
        Files.write(raw.resolve(file), content.getBytes(charset));
    }
}
