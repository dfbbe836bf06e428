package io.github.mtdnn.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Test splits without labels, as competitions publish them and as new data are. */
class UnlabelledSplitsTest {
    private static final String TASKS =
            """
            data.tasks = [mood, ends, places, where]
            tasks.mood {
              type = classification, labels = [bad, good], metrics = [accuracy]
              source.columns { premise = text, label = mood }
              splits { train { path = "mood.jsonl" }, dev { path = "mood.jsonl" } }
              splits.test { path = "mood-test.jsonl", columns.label = null }
            }
            tasks.ends {
              type = ranking, metrics = [precision-at-1]
              source.columns { premise = start, candidates = ends, label = right }
              splits { train { path = "ends.jsonl" }, dev { path = "ends.jsonl" } }
              splits.test { path = "ends-test.jsonl", columns.label = null }
            }
            tasks.places {
              type = sequence-labeling, labels = [O, B-LOC], metrics = [entity-f1]
              splits { train { path = "places.jsonl" }, dev { path = "places.jsonl" } }
              splits.test { path = "places-test.jsonl", columns.tags = null }
            }
            tasks.where {
              type = span, metrics = [exact-match, span-f1]
              source.columns { answers = answer, answer-starts = at }
              splits { train { path = "where.jsonl" }, dev { path = "where.jsonl" } }
              splits.test {
                path = "where-test.jsonl", columns { answers = null, answer-starts = null }
              }
            }
            encoder.preset = tiny
            refine { epochs = 1, workers = 1, batch-size = 2 }
            data { max-seq-length = 64, max-question-pieces = 16, window-overlap = 8 }
            """;

    @TempDir private Path directory;

    @Test
    void arePredictedForEveryTypeOfTaskAndNotScored() throws IOException {
        write(
                "mood.jsonl",
                "{\"text\": \"so sad\", \"mood\": \"bad\"}",
                "{\"text\": \"joy\", \"mood\": \"good\"}");
        write(
                "mood-test.jsonl",
                "{\"text\": \"what a day\"}",
                "{\"text\": \"oh\"}",
                "{\"text\": \"no\"}");
        write(
                "ends.jsonl",
                "{\"start\": \"it rains.\", \"ends\": [\"it is wet.\", \"it is dry.\"], \"right\": 0}");
        write("ends-test.jsonl", "{\"start\": \"sun.\", \"ends\": [\"wet.\", \"dry.\", \"hot.\"]}");
        write("places.jsonl", "{\"words\": [\"in\", \"oslo\"], \"tags\": [\"O\", \"B-LOC\"]}");
        write("places-test.jsonl", "{\"words\": [\"near\", \"bergen\", \"now\"]}");
        write(
                "where.jsonl",
                "{\"question\": \"where?\", \"context\": \"in oslo.\", \"answer\": \"oslo\", \"at\": 3}");
        write("where-test.jsonl", "{\"question\": \"where?\", \"context\": \"near bergen.\"}");
        write("tasks.conf", TASKS);

        run(new PrepareJob());
        run(new RefineJob());
        run(new EvaluateJob());

        try (SparkSession spark = JobSession.open("test", Map.of("spark.master", "local[2]"))) {
            Dataset<Row> tests = table(spark, "predictions").where("split = 'test'");
            assertThat(tests.where("stage = 'refine'").count()).isZero(); // only when asked for
            assertThat(
                            tests.where("task = 'mood' AND prediction IN (0, 1) AND isnan(label)")
                                    .count())
                    .isEqualTo(3);
            assertThat(
                            tests.where("task = 'ends' AND rank BETWEEN 1 AND 3 AND isnan(label)")
                                    .count())
                    .isEqualTo(3);
            assertThat(
                            tests.where(
                                            "task = 'places' AND size(tags) = 3 AND size(tag_labels) = 0")
                                    .count())
                    .isEqualTo(1);
            assertThat(
                            tests.where(
                                            "task = 'where' AND best_answer <> '' AND size(answers) = 0")
                                    .count())
                    .isEqualTo(1);
            Dataset<Row> metrics = table(spark, "metrics").where("stage = 'evaluate'");
            assertThat(metrics.where("split = 'dev'").count()).isEqualTo(5);
            assertThat(metrics.where("split = 'test'").count()).isZero();
        }
    }

    private void run(Callable<Integer> job) throws IOException {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--conf",
                                directory.resolve("tasks.conf").toString(),
                                "data.raw=" + directory,
                                "encoder.vocab=" + vocabulary(),
                                "run.directory=" + directory.resolve("run"),
                                "spark.master=local[2]"));
        assertThat(CommandRunner.execute(job, arguments.toArray(String[]::new))).isZero();
    }

    private Path vocabulary() throws IOException {
        List<String> pieces =
                new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"));
        for (char c = '!'; c <= '~'; c++) {
            pieces.add(String.valueOf(c));
            pieces.add("##" + c);
        }
        return Files.write(directory.resolve("vocab.txt"), pieces);
    }

    private void write(String file, String... lines) throws IOException {
        Files.writeString(directory.resolve(file), String.join("\n", lines) + "\n");
    }

    private Dataset<Row> table(SparkSession spark, String name) {
        return spark.read().parquet(directory.resolve("run/tables/" + name).toString());
    }
}
