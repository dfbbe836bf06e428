package io.github.mtdnn.jobs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code prepare} on raw data that are wrong in what tasks of further types need. */
class BadRowsTest {
    private static final int DONE = 0;
    private static final int CONFIGURATION = 2;
    private static final int DATA = 3;

    @TempDir private Path directory;

    private final PrintStream console = System.err;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void writeInput() throws IOException {
        System.setErr(new PrintStream(err, true));
        Files.write(
                directory.resolve("vocab.txt"),
                List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "c"));
        Files.writeString(
                directory.resolve("tasks.conf"),
                """
                tasks {
                  search {
                    type = ranking, text = pair
                    source.columns { group = q, premise = q, hypothesis = p, label = r }
                    splits.train.path = search.csv
                  }
                  tags {
                    type = sequence-labeling, labels = [O, B-X]
                    splits.train.path = tags.csv
                  }
                  answers { type = span, splits.train.path = answers.jsonl }
                  squad {
                    type = span
                    source { format = json, rows = "data[].paragraphs[].qas[]" }
                    source.columns {
                      uid = "data[].paragraphs[].qas[].id"
                      question = "data[].paragraphs[].qas[].question"
                      context = "data[].paragraphs[].context"
                      answers = "data[].paragraphs[].qas[].answers[].text"
                      answer-starts = "data[].paragraphs[].qas[].answers[].answer_start"
                    }
                    splits.train.path = squad.json
                  }
                }
                """);
    }

    @AfterEach
    void giveTheConsoleBack() {
        System.setErr(console);
    }

    /** In rows, ~ ends a line. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    search | search.csv | q,p,r~a,b,1~c,b,1~a,c,0 | line 4: group "a" goes on here, but between it and | Sort the data by group
                    tags | tags.csv | words,tags~a b,O O~a b c,O B-X | line 3: 3 words, but 2 tags | Correct the row.
                    tags | tags.csv | words,tags~"['a', b]",O O | line 2: column "words" is no list: | Write ["a", "b"] or ['a', 'b'].
                    tags | tags.csv | words,tags~a b,O B-Y | line 2: word 2, "b": label "B-Y" is not one of [O, B-X] | or the labels of the task
                    tags | tags.csv | words,labels~a b,O O | line 1: no column "tags" in the header [words, labels] | Correct the header
                    tags | tags.csv | words,tags~a b,O O~caf\u00e9 b,O O | line 3: byte 4 of the line, 0xE9, is not UTF-8 | Convert the file to UTF-8
                    answers | answers.jsonl | {"question":"a","context":"b c","answers":["c"],"answer-starts":[1]} | line 1: answer "c" does not stand at character 1 of the context | Correct the row.
                    answers | answers.jsonl | {"question":"a","context":"b | line 1: not a JSON object: | each object stands on a line of its own
                    squad | squad.json | {"data":[{"paragraphs":[{"context":"b c","qas":[{"id | line 1: no JSON document: | where it was cut off, get it again
                    """)
    void areNamedWithFileAndLine(String task, String file, String rows, String found, String advice)
            throws IOException {
        writeRaw(file, rows.replace('~', '\n'));

        assertThat(prepare(task)).isEqualTo(DATA);
        assertThat(err.toString()).contains("raw/" + file + " " + found, advice);
        assertThat(err.toString()).doesNotContain("\tat ");
        assertThat(directory.resolve("run/encoded")).doesNotExist();
    }

    @Test
    void areSetAsideWhereAskedUpToALimit() throws IOException {
        writeRaw("tags.csv", "words,tags\na b,O O\na b c,O B-X\nc,B-Y\n");

        assertThat(prepare("tags", "data.on-bad-row=quarantine")).isEqualTo(DATA);
        assertThat(err.toString())
                .contains("This is the first of 2 bad rows among 3, but data.max-bad-rows = 0.01");
        assertThat(directory.resolve("run/encoded")).doesNotExist();

        assertThat(prepare("tags", "data.on-bad-row=quarantine", "data.max-bad-rows=2"))
                .isEqualTo(DONE);
        try (SparkSession spark = JobSession.open("test", Map.of("spark.master", "local[2]"))) {
            assertThat(
                            spark.read()
                                    .parquet(directory.resolve("run/tables/quarantine").toString())
                                    .orderBy("row")
                                    .collectAsList())
                    .extracting(row -> row.<Object>getAs("row"), row -> row.getAs("raw"))
                    .containsExactly(tuple(3L, "a b c,O B-X"), tuple(4L, "c,B-Y"));
        }
    }

    @Test
    void twoTasksOfOneNameAreRefused() throws IOException {
        Path other =
                Files.writeString(
                        directory.resolve("other.conf"),
                        "tasks.tags { type = sequence-labeling, labels = [O], splits.train.path = x.csv }");

        assertThat(
                        prepare(
                                "tags",
                                "data.task-files=[\"%s\", \"%s\"]"
                                        .formatted(directory.resolve("tasks.conf"), other)))
                .isEqualTo(CONFIGURATION);
        assertThat(err.toString())
                .contains("task tags is defined in ", "tasks.conf line 7", "other.conf line 1")
                .contains("Rename all but one, or leave out files of data.task-files.");
    }

    private int prepare(String task, String... settings) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "data.raw=" + directory.resolve("raw"),
                                "data.task-files=[\"" + directory.resolve("tasks.conf") + "\"]",
                                "data.tasks=[" + task + "]",
                                "run.directory=" + directory.resolve("run"),
                                "encoder.vocab=" + directory.resolve("vocab.txt"),
                                "spark.master=local[2]"));
        arguments.addAll(List.of(settings));
        return CommandRunner.execute(new PrepareJob(), arguments.toArray(String[]::new));
    }

    private void writeRaw(String file, String content) throws IOException {
        Path path = directory.resolve("raw").resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content, ISO_8859_1);
    }
}
