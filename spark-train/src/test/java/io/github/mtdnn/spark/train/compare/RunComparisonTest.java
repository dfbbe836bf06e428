package io.github.mtdnn.spark.train.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.spark.train.Progress;
import io.github.mtdnn.spark.train.TinyRun;
import io.github.mtdnn.spark.train.store.RunDirectory;
import io.github.mtdnn.spark.train.table.TableSchemas;
import io.github.mtdnn.spark.train.table.Tables;
import io.github.mtdnn.task.MetricName;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunComparisonTest {
    private static final int EXAMPLES = 40;
    private static final int RESAMPLES = 200;

    @TempDir private Path directory;

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final SparkSession spark = TinyRun.session();

    @Test
    void comparesSharesOfRightExamplesByMcNemarAndTheRestByTheBootstrap() {
        // A has the first 20 of 40 right, B the first 32, in another order.
        writeClasses("a", "order", 20, false);
        writeClasses("b", "order", 32, true);

        List<Comparison> comparisons = compare("a", "b");

        assertThat(comparisons)
                .extracting(c -> c.difference().name(), Comparison::test)
                .containsExactly(
                        tuple(MetricName.ACCURACY, Comparison.Test.MCNEMAR_MID_P),
                        tuple(MetricName.AUC, Comparison.Test.PAIRED_BOOTSTRAP));
        Comparison accuracy = comparisons.get(0);
        assertThat(accuracy.task()).isEqualTo("order");
        assertThat(accuracy.split()).isEqualTo("dev");
        assertThat(accuracy.difference().first()).isEqualTo(0.5);
        assertThat(accuracy.difference().second()).isEqualTo(0.8);
        assertThat(accuracy.difference().ciLow()).isBetween(0.1, 0.3);
        assertThat(accuracy.difference().ciHigh()).isBetween(0.3, 0.5);
        // 0 and 12 of 12: 2 * 2^-12 - 2^-12.
        assertThat(accuracy.pValue()).isCloseTo(1 / 4096.0, within(1e-12));
        assertThat(comparisons.get(1).pValue()).isLessThan(0.05);
    }

    @Test
    void findsNoDifferenceOfARunFromItself() {
        writeClasses("a", "order", 20, false);
        writeClasses("b", "order", 20, true);

        assertThat(compare("a", "b"))
                .allSatisfy(
                        comparison -> {
                            assertThat(comparison.difference().value()).isZero();
                            assertThat(comparison.pValue()).isEqualTo(1);
                        });
    }

    @Test
    void comparesScores() {
        writeScores("a", row -> row + (row % 7) * 6);
        writeScores("b", row -> row + row % 2);

        List<Comparison> comparisons = compare("a", "b");

        assertThat(comparisons)
                .extracting(comparison -> comparison.difference().name())
                .containsExactly(MetricName.PEARSON);
        assertThat(comparisons.get(0).test()).isEqualTo(Comparison.Test.PAIRED_BOOTSTRAP);
        assertThat(comparisons.get(0).difference().ciLow()).isPositive();
    }

    @Test
    void writesATableThatComparingAgainReplaces() {
        writeClasses("a", "order", 20, false);
        writeClasses("b", "order", 32, true);
        for (int i = 0; i < 2; i++) {
            new ComparisonTable(spark, "1.0")
                    .write(run("a"), run("b"), compare("a", "b"), RESAMPLES, 1);
        }

        List<Row> rows =
                spark.read()
                        .parquet(directory.resolve("b/tables/comparisons").toString())
                        .orderBy("metric")
                        .collectAsList();

        assertThat(rows).hasSize(2);
        Row accuracy = rows.get(0);
        assertThat(accuracy.<String>getAs("metric")).isEqualTo("accuracy");
        assertThat(accuracy.<String>getAs("test")).isEqualTo("mcnemar-mid-p");
        assertThat(accuracy.<Double>getAs("difference")).isCloseTo(0.3, within(1e-12));
        assertThat(accuracy.<Long>getAs("examples")).isEqualTo(EXAMPLES);
        assertThat(accuracy.<String>getAs("run_a")).endsWith("/a#finetune/run-a");
        assertThat(accuracy.<String>getAs("run_b")).endsWith("/b#finetune/run-b");
        assertThat(accuracy.<String>getAs("run_id")).isEqualTo("run-b");
    }

    @Test
    void saysWhichSplitsOnlyOneRunHas() {
        writeClasses("a", "order", 20, false);
        writeClasses("b", "order", 20, false);
        writeClasses("b", "presence", 20, false);

        assertThat(compare("a", "b")).extracting(Comparison::task).containsOnly("order");
        assertThat(console.toString(StandardCharsets.UTF_8))
                .contains("presence/dev is left out: only")
                .contains("b#finetune/run-b has predictions");
    }

    @Test
    void refusesRunsWithoutASplitInCommon() {
        writeClasses("a", "order", 20, false);
        writeClasses("b", "presence", 20, false);

        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> compare("a", "b"))
                .withMessageContaining("no split in common")
                .withMessageContaining("[order/dev]")
                .withMessageContaining("[presence/dev]");
    }

    @Test
    void namesTheFirstExampleWithAnotherLabel() {
        writeClasses("a", "order", 20, false);
        List<Row> rows = classes("order", 20);
        rows.set(3, prediction("order", 3, 1 - rows.get(3).getDouble(3), 0, List.of(0.9, 0.1)));
        write("b", "order", rows, "accuracy");

        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> compare("a", "b"))
                .withMessageContaining("order/dev: the example \"row-3\" has label 1.0 in")
                .withMessageContaining("and 0.0 in");
    }

    @Test
    void namesTheExamplesThatOnlyOneRunHas() {
        writeClasses("a", "order", 20, false);
        write("b", "order", classes("order", 20).subList(0, EXAMPLES - 1), "accuracy");

        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> compare("a", "b"))
                .withMessageContaining("order/dev: ")
                .withMessageContaining("1 (row-39) in the first run alone");
    }

    @Test
    void refusesPredictionsThatTheTableHoldsTooLittleOf() {
        write("a", "order", classes("order", 20), "map");
        write("b", "order", classes("order", 20), "map");

        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> compare("a", "b"))
                .withMessageContaining("order/dev cannot be compared by map")
                .withMessageContaining("classification and regression");
    }

    @Test
    void findsARunByStageAndId() {
        writeClasses("a", "order", 20, false);
        tables("a", "other")
                .write("predictions", "finetune", "x", TableSchemas.PREDICTIONS, rows());
        tables("a", "other")
                .write("predictions", "evaluate", "x", TableSchemas.PREDICTIONS, rows());

        assertThat(find("a#evaluate").runId()).isEqualTo("other");
        assertThat(find("a#finetune/run-a").stage()).isEqualTo("finetune");
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> find("a"))
                .withMessageContaining("no stage is named")
                .withMessageContaining("evaluate, finetune");
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> find("a#finetune"))
                .withMessageContaining("no run id is named")
                .withMessageContaining("other, run-a");
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> find("a#refine"))
                .withMessageContaining("stage refine has no predictions")
                .withMessageContaining("evaluate, finetune");
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> find("nowhere"))
                .withMessageContaining("nowhere/tables/predictions has no predictions")
                .withMessageContaining("Run finetune or evaluate");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> find("a#finetune/run/more"))
                .withMessageContaining("is no run. Write <run.directory>");
    }

    private List<Comparison> compare(String first, String second) {
        return new RunComparison(
                        spark,
                        run(first),
                        run(second),
                        RESAMPLES,
                        1,
                        new Progress(new PrintStream(console, true, StandardCharsets.UTF_8)))
                .compare(Set.of());
    }

    private StoredRun run(String name) {
        return new StoredRun(runDirectory(name), "finetune", "run-" + name);
    }

    private StoredRun find(String name) {
        return StoredRun.find(directory.resolve(name).toString(), hadoop());
    }

    private RunDirectory runDirectory(String name) {
        return RunDirectory.at(directory.resolve(name).toString(), hadoop());
    }

    private Configuration hadoop() {
        return spark.sparkContext().hadoopConfiguration();
    }

    private Tables tables(String name, String runId) {
        return new Tables(spark, runDirectory(name), runId);
    }

    private static List<Row> rows() {
        return classes("order", 20);
    }

    /** Two classes in turns, of which the first examples are predicted right. */
    private void writeClasses(String run, String task, int right, boolean reversed) {
        List<Row> rows = classes(task, right);
        if (reversed) {
            Collections.reverse(rows);
        }
        write(run, task, rows, "auc", "accuracy");
    }

    private static List<Row> classes(String task, int right) {
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < EXAMPLES; row++) {
            int label = row % 4 < 2 ? 0 : 1;
            int predicted = row < right ? label : 1 - label;
            double one = predicted == 1 ? 0.9 - row * 1e-3 : 0.1 + row * 1e-3;
            rows.add(prediction(task, row, label, predicted, List.of(1 - one, one)));
        }
        return rows;
    }

    private void writeScores(String run, IntToDoubleFunction predicted) {
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < EXAMPLES; row++) {
            rows.add(prediction("count", row, row, predicted.applyAsDouble(row), List.of()));
        }
        write(run, "count", rows, "pearson");
    }

    private static Row prediction(
            String task, int row, double label, double predicted, List<Double> probabilities) {
        return RowFactory.create(
                task, "dev", "row-" + row, label, predicted, probabilities, 0.1, 0, "", List.of());
    }

    private void write(String run, String task, List<Row> predictions, String... metrics) {
        Tables tables = tables(run, "run-" + run);
        tables.write(
                "predictions", "finetune", task + "-dev", TableSchemas.PREDICTIONS, predictions);
        Timestamp now = Timestamp.from(Instant.now());
        List<Row> rows =
                Arrays.stream(metrics)
                        .map(
                                metric ->
                                        RowFactory.create(
                                                task, "dev", metric, 0.5, 0.4, 0.6, 0.5, 40L, 0, 1L,
                                                1L, "", "", "", "1", now))
                        .toList();
        tables.write("metrics", "finetune", task, TableSchemas.METRICS, rows);
    }
}
