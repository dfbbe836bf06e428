package io.github.mtdnn.spark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mtdnn.failure.DataFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTest {
    @TempDir private Path directory;

    private TrainingRun run;

    @BeforeEach
    void openRun() throws IOException {
        run = TinyRun.in(directory, "spark.ssl.keyStorePassword=hush", "run.seed=5");
    }

    @Test
    void recordsThatAStageIsRunningUntilItIsDone() {
        String result =
                run.stage(
                        "refine",
                        () -> {
                            assertThat(rows()).hasSize(1);
                            assertThat(status(rows().get(0))).isEqualTo("running");
                            assertThat(rows().get(0).isNullAt(rows().get(0).fieldIndex("ended")))
                                    .isTrue();
                            return "result";
                        });

        assertThat(result).isEqualTo("result");
        Row row = rows().get(0);
        assertThat(rows()).hasSize(1);
        assertThat(status(row)).isEqualTo("done");
        assertThat(row.<String>getAs("stage")).isEqualTo("refine");
        assertThat(row.<String>getAs("run_id")).isEqualTo("tiny-run");
        assertThat(row.<String>getAs("cluster")).isEqualTo("local[2], 2 cores");
        assertThat(row.getTimestamp(row.fieldIndex("ended")))
                .isAfterOrEqualTo(row.getTimestamp(row.fieldIndex("started")));
    }

    @Test
    void recordsThatAStageFailedAndPassesTheFailureOn() {
        DataFormatException failure = new DataFormatException("row 7 is broken");

        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(
                        () ->
                                run.stage(
                                        "refine",
                                        () -> {
                                            throw failure;
                                        }))
                .isSameAs(failure);

        assertThat(rows()).extracting(TrainingRunTest::status).containsExactly("failed");
    }

    @Test
    void recordsThatAStageFailedInASparkTask() {
        JavaRDD<Integer> failing = run.spark().parallelize(List.of(1, 0), 1).map(x -> 1 / x);

        // Spark's exception is checked, though no method declares it.
        assertThatExceptionOfType(SparkException.class)
                .isThrownBy(() -> run.stage("refine", failing::collect));

        assertThat(rows()).extracting(TrainingRunTest::status).containsExactly("failed");
    }

    @Test
    void keepsARowForEachTimeAStageWasStarted() throws InterruptedException {
        run.stage("refine", () -> 1);
        Thread.sleep(2); // a row is named after the millisecond its stage was started in
        run.stage("refine", () -> 2);
        run.stage("finetune", () -> 3);

        assertThat(rows()).hasSize(3);
    }

    @Test
    void recordsTheSettingsWithoutSecrets() throws IOException {
        run.stage("refine", () -> 1);

        String configuration = rows().get(0).getAs("configuration");
        JsonNode settings = new ObjectMapper().readTree(configuration);
        assertThat(settings.at("/run/seed").asInt()).isEqualTo(5);
        assertThat(settings.at("/refine/batch-size").asInt()).isEqualTo(8);
        assertThat(configuration).doesNotContain("hush");
    }

    private List<Row> rows() {
        return TinyRun.session()
                .read()
                .parquet(directory.resolve("tables/runs").toString())
                .collectAsList();
    }

    private static String status(Row row) {
        return row.getAs("status");
    }
}
