package io.github.mtdnn.spark.train.compare;

import static io.github.mtdnn.task.MetricName.ACCURACY;
import static io.github.mtdnn.task.MetricName.AUC;
import static io.github.mtdnn.task.MetricName.BEST_EXACT_MATCH;
import static io.github.mtdnn.task.MetricName.ENTITY_F1;
import static io.github.mtdnn.task.MetricName.EXACT_MATCH;
import static io.github.mtdnn.task.MetricName.F1;
import static io.github.mtdnn.task.MetricName.HAS_ANSWER_EXACT_MATCH;
import static io.github.mtdnn.task.MetricName.MRR;
import static io.github.mtdnn.task.MetricName.NO_ANSWER_ACCURACY;
import static io.github.mtdnn.task.MetricName.PEARSON;
import static io.github.mtdnn.task.MetricName.PRECISION_AT_1;
import static io.github.mtdnn.task.MetricName.SPAN_F1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.metric.Difference;
import io.github.mtdnn.spark.train.Progress;
import io.github.mtdnn.spark.train.TinyRun;
import io.github.mtdnn.spark.train.evaluate.Prediction;
import io.github.mtdnn.spark.train.evaluate.Prediction.Candidate;
import io.github.mtdnn.spark.train.evaluate.SplitPredictions;
import io.github.mtdnn.spark.train.store.RunDirectory;
import io.github.mtdnn.spark.train.table.PredictionTable;
import io.github.mtdnn.spark.train.table.TableSchemas;
import io.github.mtdnn.spark.train.table.Tables;
import io.github.mtdnn.task.MetricName;
import io.github.mtdnn.task.SplitRole;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.task.TaskType;
import io.github.mtdnn.task.TextShape;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
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
                        tuple(ACCURACY, Comparison.Test.MCNEMAR_MID_P),
                        tuple(AUC, Comparison.Test.PAIRED_BOOTSTRAP));
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
                .containsExactly(PEARSON);
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
    void drawsGroupsOfCandidates() {
        // The relevant of 3 candidates is ranked first in 2 of 10 groups, then in 8; else second.
        Task task = task("best", TaskType.RANKING, PRECISION_AT_1, MRR);
        write("a", task, rankings(2));
        write("b", task, reversed(rankings(8)));

        List<Comparison> comparisons = compare("a", "b");

        isBetween(found(comparisons, PRECISION_AT_1), 0.2, 0.8, 10);
        isBetween(found(comparisons, MRR), 0.6, 0.9, 10);
        isMcNemars(found(comparisons, PRECISION_AT_1), 1 / 64.0);
        assertThat(found(comparisons, MRR).test()).isEqualTo(Comparison.Test.PAIRED_BOOTSTRAP);
    }

    @Test
    void judgesTheTextsOfCandidatesByRightAnswers() {
        Task task = task("cloze", TaskType.RANKING, EXACT_MATCH, SPAN_F1);
        write("a", task, rankings(2));
        write("b", task, rankings(8));

        List<Comparison> comparisons = compare("a", "b");

        // "the right one" is the answer; "a wrong one" shares one of two words with it.
        isBetween(found(comparisons, EXACT_MATCH), 0.2, 0.8, 10);
        isBetween(found(comparisons, SPAN_F1), (2 + 8 * 0.5) / 10, (8 + 2 * 0.5) / 10, 10);
    }

    @Test
    void judgesAnswersWithAndWithoutAnyRight() {
        // 6 questions with answers, 2 without. A is half right, B altogether.
        Task task =
                task(
                        "squad",
                        TaskType.SPAN,
                        EXACT_MATCH,
                        SPAN_F1,
                        HAS_ANSWER_EXACT_MATCH,
                        NO_ANSWER_ACCURACY,
                        BEST_EXACT_MATCH);
        write("a", task, answers("old", -1));
        write("b", task, reversed(answers("The old bridge!", 1)));

        List<Comparison> comparisons = compare("a", "b");

        isBetween(found(comparisons, EXACT_MATCH), 0, 1, 8);
        isBetween(found(comparisons, SPAN_F1), 6 * (2 / 3.0) / 8, 1, 8);
        isBetween(found(comparisons, HAS_ANSWER_EXACT_MATCH), 0, 1, 8);
        isBetween(found(comparisons, NO_ANSWER_ACCURACY), 0, 1, 8);
        // What A does best is to answer nothing.
        isBetween(found(comparisons, BEST_EXACT_MATCH), 2 / 8.0, 1, 8);
        isMcNemars(found(comparisons, EXACT_MATCH), 1 / 256.0);
        isMcNemars(found(comparisons, HAS_ANSWER_EXACT_MATCH), 1 / 64.0);
        isMcNemars(found(comparisons, NO_ANSWER_ACCURACY), 1 / 4.0);
        assertThat(found(comparisons, SPAN_F1).test()).isEqualTo(Comparison.Test.PAIRED_BOOTSTRAP);
    }

    @Test
    void drawsSentencesOfTags() {
        Task task = task("names", TaskType.SEQUENCE_LABELING, ACCURACY, ENTITY_F1);
        int[] labels = {1, 2, 0, 1};
        // Both entities, or the second alone: the first lacks its last word.
        Prediction right = new Prediction.OfTokens("s1", labels, labels);
        Prediction cut = new Prediction.OfTokens("s1", labels, new int[] {1, 0, 0, 1});
        Prediction other = new Prediction.OfTokens("s2", new int[] {0, 0}, new int[] {0, 0});
        write("a", task, List.of(cut, other));
        write("b", task, List.of(other, right));

        List<Comparison> comparisons = compare("a", "b");

        isBetween(found(comparisons, ACCURACY), 5 / 6.0, 1, 2);
        isBetween(found(comparisons, ENTITY_F1), 0.5, 1, 2);
        assertThat(comparisons)
                .extracting(Comparison::test)
                .containsOnly(Comparison.Test.PAIRED_BOOTSTRAP);
    }

    @Test
    void drawsExamplesOfMaskedTokens() {
        Task task = task("texts", TaskType.MASKED_LM, ACCURACY);
        int[] labels = {1012, 7, 7, 2000};
        write("a", task, List.of(new Prediction.OfTokens("1", labels, new int[] {1012, 8, 9, 7})));
        write("b", task, List.of(new Prediction.OfTokens("1", labels, new int[] {1012, 7, 7, 7})));

        isBetween(found(compare("a", "b"), ACCURACY), 0.25, 0.75, 1);
    }

    @Test
    void drawsQuestionsWithAllTheirOptions() {
        Task task = task("options", TaskType.CLASSIFICATION, EXACT_MATCH, F1, ACCURACY);
        write("a", task, options(1)); // one of two options of each question right, the other not
        write("b", task, reversed(options(2)));

        List<Comparison> comparisons = compare("a", "b");

        isBetween(found(comparisons, EXACT_MATCH), 0, 1, 5);
        isBetween(found(comparisons, F1), 2 / 3.0, 1, 5);
        isBetween(found(comparisons, ACCURACY), 0.5, 1, 10);
        isMcNemars(found(comparisons, EXACT_MATCH), 1 / 32.0);
        assertThat(found(comparisons, F1).test()).isEqualTo(Comparison.Test.PAIRED_BOOTSTRAP);
    }

    @Test
    void namesTheFirstExampleWithAnotherLabel() {
        writeClasses("a", "order", 20, false);
        List<Prediction> predictions = new ArrayList<>(classes(20));
        predictions.set(3, ofClass(3, 0, 0, 0.1));
        write("b", task("order", TaskType.CLASSIFICATION, ACCURACY), predictions);

        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> compare("a", "b"))
                .withMessageContaining("order/dev: the example \"row-3\" has label 1.0 in")
                .withMessageContaining("and label 0.0 in");
    }

    @Test
    void namesTheFirstExampleWithOtherAnswers() {
        Task task = task("squad", TaskType.SPAN, EXACT_MATCH);
        write("a", task, List.of(new Prediction.OfAnswer("q", "x", 1, -1, List.of("x", "y"))));
        write("b", task, List.of(new Prediction.OfAnswer("q", "x", 1, -1, List.of())));

        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> compare("a", "b"))
                .withMessageContaining("squad/dev: the example \"q\" has answers [x, y] in")
                .withMessageContaining("and no label or answer in");
    }

    @Test
    void namesTheExamplesThatOnlyOneRunHas() {
        writeClasses("a", "order", 20, false);
        write(
                "b",
                task("order", TaskType.CLASSIFICATION, ACCURACY),
                classes(20).subList(0, EXAMPLES - 1));

        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> compare("a", "b"))
                .withMessageContaining("order/dev: ")
                .withMessageContaining("1 (row-39) in " + run("a") + " alone")
                .withMessageContaining("0 in " + run("b") + " alone");
    }

    @Test
    void namesACandidateThatOnlyOneRunHas() {
        Task task = task("best", TaskType.RANKING, MRR);
        Candidate first = new Candidate("c1", 1, 0.3, "");
        Candidate second = new Candidate("c2", 0, 0.2, "");
        write("a", task, List.of(new Prediction.OfRanking("g", List.of(first), List.of())));
        write("b", task, List.of(new Prediction.OfRanking("g", List.of(first, second), List.of())));

        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> compare("a", "b"))
                .withMessageContaining("best/dev: ")
                .withMessageContaining("1 (c2) in " + run("b") + " alone");
    }

    @Test
    void refusesTasksOfTwoTypes() {
        writeClasses("a", "order", 20, false);
        write(
                "b",
                task("order", TaskType.MASKED_LM, ACCURACY),
                List.of(new Prediction.OfTokens("1", new int[1], new int[1])));

        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> compare("a", "b"))
                .withMessageContaining("order/dev is a task of classification in")
                .withMessageContaining("and of masked-lm in");
    }

    @Test
    void refusesPredictionsOfAnEarlierVersion() {
        writeClasses("a", "order", 20, false);
        writeClasses("b", "order", 20, false);
        List<String> columns = new ArrayList<>(List.of(TableSchemas.PREDICTIONS.fieldNames()));
        columns.removeAll(List.of("type", "group", "answers", "tag_labels"));
        Dataset<Row> earlier =
                spark.read()
                        .parquet(run("b").rows("predictions").toString())
                        .selectExpr(columns.toArray(String[]::new));
        tables("b", "run-b")
                .write(
                        "predictions",
                        "finetune",
                        "order-dev",
                        earlier.schema(),
                        earlier.collectAsList());

        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> compare("a", "b"))
                .withMessageContaining(run("b") + ": the predictions for order/dev were written by")
                .withMessageContaining("Score the run's checkpoint by evaluate");
    }

    @Test
    void findsARunByStageAndId() {
        writeClasses("a", "order", 20, false);
        SplitPredictions others =
                predictions(task("order", TaskType.CLASSIFICATION, ACCURACY), classes(20));
        for (String stage : List.of("finetune", "evaluate")) {
            new PredictionTable(tables("a", "other"), stage).write(List.of(others));
        }

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

    /** Two classes in turns, of which the first examples are predicted right. */
    private void writeClasses(String run, String task, int right, boolean reversed) {
        List<Prediction> predictions = classes(right);
        write(
                run,
                task(task, TaskType.CLASSIFICATION, AUC, ACCURACY),
                reversed ? reversed(predictions) : predictions);
    }

    private static List<Prediction> classes(int right) {
        List<Prediction> predictions = new ArrayList<>();
        for (int row = 0; row < EXAMPLES; row++) {
            int label = row % 4 < 2 ? 0 : 1;
            int predicted = row < right ? label : 1 - label;
            double one = predicted == 1 ? 0.9 - row * 1e-3 : 0.1 + row * 1e-3;
            predictions.add(ofClass(row, label, predicted, one));
        }
        return predictions;
    }

    private static Prediction ofClass(int row, int label, int predicted, double one) {
        return new Prediction.OfClass(
                "row-" + row, "", label, predicted, new double[] {1 - one, one}, 0.1);
    }

    private void writeScores(String run, IntToDoubleFunction predicted) {
        write(
                run,
                task("count", TaskType.REGRESSION, PEARSON),
                IntStream.range(0, EXAMPLES)
                        .<Prediction>mapToObj(
                                row ->
                                        new Prediction.OfScore(
                                                "row-" + row,
                                                row,
                                                predicted.applyAsDouble(row),
                                                0.1))
                        .toList());
    }

    /** 10 groups of 3 candidates, the first groups with the relevant one on top. */
    private static List<Prediction> rankings(int onTop) {
        List<Prediction> groups = new ArrayList<>();
        for (int group = 0; group < 10; group++) {
            String uid = group + "-";
            groups.add(
                    new Prediction.OfRanking(
                            "group-" + group,
                            List.of(
                                    new Candidate(uid + 0, 0, 0.5, "a wrong one"),
                                    new Candidate(
                                            uid + 1, 1, group < onTop ? 0.9 : 0.4, "the right one"),
                                    new Candidate(uid + 2, 0, -0.5, "none")),
                            List.of("right one", "nothing")));
        }
        return groups;
    }

    /** The same answer to 8 questions, of which every fourth has none. */
    private static List<Prediction> answers(String text, double nullMinusBest) {
        return IntStream.range(0, 8)
                .<Prediction>mapToObj(
                        question ->
                                new Prediction.OfAnswer(
                                        "q" + question,
                                        text,
                                        0.5,
                                        question % 4 == 0 ? nullMinusBest : -1,
                                        question % 4 == 0
                                                ? List.of()
                                                : List.of("bridge", "an old bridge")))
                .toList();
    }

    /** 5 questions with a right and a wrong option, both said to be right, or the first alone. */
    private static List<Prediction> options(int rightOfTwo) {
        List<Prediction> options = new ArrayList<>();
        for (int question = 0; question < 5; question++) {
            for (int option = 0; option < 2; option++) {
                options.add(
                        new Prediction.OfClass(
                                "o" + question + option,
                                "q" + question,
                                1 - option,
                                option == 0 || rightOfTwo == 1 ? 1 : 0,
                                new double[2],
                                0));
            }
        }
        return options;
    }

    private static <T> List<T> reversed(List<T> list) {
        List<T> reversed = new ArrayList<>(list);
        Collections.reverse(reversed);
        return reversed;
    }

    private static Task task(String name, TaskType type, MetricName... metrics) {
        return new Task(
                name,
                type,
                TextShape.SINGLE,
                type == TaskType.SEQUENCE_LABELING ? List.of("O", "B-PER", "I-PER") : List.of(),
                type == TaskType.CLASSIFICATION ? 2 : 1,
                List.of(metrics),
                0.1,
                List.of());
    }

    private static SplitPredictions predictions(Task task, List<Prediction> predictions) {
        return new SplitPredictions(task, "dev", SplitRole.DEV, true, predictions);
    }

    private static Comparison found(List<Comparison> comparisons, MetricName metric) {
        return comparisons.stream()
                .filter(comparison -> comparison.difference().name() == metric)
                .findFirst()
                .orElseThrow();
    }

    private static void isBetween(Comparison comparison, double first, double second, int units) {
        Difference difference = comparison.difference();
        assertThat(difference.first()).isCloseTo(first, within(1e-12));
        assertThat(difference.second()).isCloseTo(second, within(1e-12));
        assertThat(difference.ciLow()).isLessThanOrEqualTo(second - first);
        assertThat(difference.ciHigh()).isGreaterThanOrEqualTo(second - first);
        assertThat(difference.units()).isEqualTo(units);
    }

    /** Where n units differ, all in favour of one run: 2 · 2⁻ⁿ - 2⁻ⁿ. */
    private static void isMcNemars(Comparison comparison, double pValue) {
        assertThat(comparison.test()).isEqualTo(Comparison.Test.MCNEMAR_MID_P);
        assertThat(comparison.pValue()).isCloseTo(pValue, within(1e-12));
    }

    private void write(String run, Task task, List<Prediction> predictions) {
        Tables tables = tables(run, "run-" + run);
        new PredictionTable(tables, "finetune").write(List.of(predictions(task, predictions)));
        Timestamp now = Timestamp.from(Instant.now());
        List<Row> rows =
                task.metrics().stream()
                        .map(
                                metric ->
                                        RowFactory.create(
                                                task.name(),
                                                "dev",
                                                metric.configName(),
                                                0.5,
                                                Double.NaN,
                                                0.4,
                                                0.6,
                                                0.5,
                                                40L,
                                                0,
                                                1L,
                                                1L,
                                                "",
                                                "",
                                                "",
                                                "1",
                                                now))
                        .toList();
        tables.write("metrics", "finetune", task.name(), TableSchemas.METRICS, rows);
    }
}
