package io.github.mtdnn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mtdnn.task.ColumnRef;
import io.github.mtdnn.task.ColumnRef.Absent;
import io.github.mtdnn.task.ColumnRef.Constant;
import io.github.mtdnn.task.ColumnRef.Index;
import io.github.mtdnn.task.ColumnRef.RowCount;
import io.github.mtdnn.task.Field;
import io.github.mtdnn.task.MetricName;
import io.github.mtdnn.task.Split;
import io.github.mtdnn.task.SplitRole;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.SplitSource.ColumnCounts;
import io.github.mtdnn.task.SplitSource.ShortRows;
import io.github.mtdnn.task.TableFormat;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.task.TextShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlueTasksTest {
    private static final String NAMES = "cola,sst,mnli,mrpc,qnli,qqp,rte,wnli,stsb";
    private static final Path ROOT = Path.of(System.getProperty("mtdnn.root"));
    private static final Path PYTHON_FILE =
            ROOT.resolve("../shared/mtdnn-conformance/experiments/glue/glue_task_def.yml");

    private static final Map<String, Task> TASKS = tasks("data.tasks=" + NAMES);

    private static Map<String, Task> tasks(String... arguments) {
        Map<String, Task> tasks = new TreeMap<>();
        Loading.settings(arguments).tasks().forEach(task -> tasks.put(task.name(), task));
        return tasks;
    }

    @Test
    void labelsClassesDropoutsAndMetricsAreThoseOfThePythonToolkit() {
        assumeTrue(Files.exists(PYTHON_FILE), "skipped: " + PYTHON_FILE + " is not there");
        Map<String, Task> python =
                tasks("data.tasks=" + NAMES, "data.task-files=[\"" + PYTHON_FILE + "\"]");
        assertThat(python.keySet()).isEqualTo(TASKS.keySet());
        TASKS.forEach(
                (name, task) -> {
                    Task other = python.get(name);
                    assertThat(task.type()).as(name).isEqualTo(other.type());
                    assertThat(task.shape()).as(name).isEqualTo(other.shape());
                    assertThat(task.labels()).as(name).isEqualTo(other.labels());
                    assertThat(task.numClasses()).as(name).isEqualTo(other.numClasses());
                    assertThat(task.dropoutProb()).as(name).isEqualTo(other.dropoutProb());
                    assertThat(task.metrics())
                            .as(name)
                            .containsExactlyInAnyOrderElementsOf(other.metrics());
                    assertThat(task.splits())
                            .as(name)
                            .containsExactlyInAnyOrderElementsOf(other.splits());
                });
    }

    @Test
    void theFirstMetricIsTheOneOfTheLeaderboard() {
        assertThat(TASKS.get("cola").metrics().get(0)).isEqualTo(MetricName.MCC);
        assertThat(TASKS.get("stsb").metrics().get(0)).isEqualTo(MetricName.PEARSON);
        assertThat(TASKS.get("qqp").metrics()).containsExactly(MetricName.ACCURACY, MetricName.F1);
    }

    @Test
    void testSplitsAreNeverScoredAndTheOthersAre() {
        assertThat(TASKS.values())
                .flatExtracting(Task::sources)
                .allSatisfy(
                        source ->
                                assertThat(source.isLabelled(TextShape.PAIR))
                                        .as(source.path())
                                        .isEqualTo(source.split().role() != SplitRole.TEST));
    }

    @Test
    void everySplitIsTsvWithStrippedLinesAndAHeaderSaveColaTrainAndDev() {
        assertThat(TASKS.values())
                .flatExtracting(Task::sources)
                .allSatisfy(
                        source -> {
                            assertThat(source.format()).isEqualTo(TableFormat.TSV);
                            assertThat(source.stripLines()).isTrue();
                            assertThat(source.header())
                                    .as(source.path())
                                    .isEqualTo(!source.path().matches("CoLA/(train|dev).tsv"));
                        });
    }

    @Test
    void mnliHasTwoDevAndTwoTestSplits() {
        assertThat(TASKS.get("mnli").sources())
                .extracting(SplitSource::path)
                .containsExactly(
                        "MNLI/train.tsv",
                        "MNLI/dev_matched.tsv",
                        "MNLI/dev_mismatched.tsv",
                        "MNLI/test_matched.tsv",
                        "MNLI/test_mismatched.tsv");
        assertThat(TASKS.get("mnli").splits())
                .containsExactly(
                        Split.TRAIN,
                        new Split("matched_dev", SplitRole.DEV),
                        new Split("mismatched_dev", SplitRole.DEV),
                        new Split("matched_test", SplitRole.TEST),
                        new Split("mismatched_test", SplitRole.TEST));
        assertThat(TASKS.get("mnli").sources().get(1).selection().skipLabels())
                .containsExactly("-");
    }

    @Test
    void columnsOfTrainingAndDevSplits() {
        ColumnRef none = new Absent();
        ColumnRef count = new RowCount();
        assertColumns("cola", 0, count, at(-1), none, at(1), least(2, ShortRows.SKIP));
        assertColumns("sst", 1, count, at(0), none, at(-1), least(2, ShortRows.SKIP));
        assertColumns("mnli", 1, at(0), at(8), at(9), at(-1), least(10, ShortRows.FAIL));
        assertColumns("mrpc", 0, count, at(-2), at(-1), at(0), least(5, ShortRows.FAIL));
        assertColumns("qnli", 0, at(0), at(1), at(2), at(-1), least(3, ShortRows.FAIL));
        assertColumns("qqp", 1, count, at(-3), at(-2), at(-1), least(6, ShortRows.SKIP));
        assertColumns("rte", 0, at(0), at(-3), at(-2), at(-1), least(4, ShortRows.SKIP));
        assertColumns("wnli", 1, count, at(-3), at(-2), at(-1), least(4, ShortRows.SKIP));
        assertColumns("stsb", 0, count, at(-3), at(-2), at(-1), least(9, ShortRows.FAIL));
    }

    @Test
    void columnsOfTestSplits() {
        ColumnRef none = new Absent();
        ColumnRef count = new RowCount();
        Rows three = new Rows(ColumnCounts.exactly(3), ShortRows.FAIL);
        ColumnRef zero = new Constant("0");
        ColumnRef not = new Constant("not_entailment");
        ColumnRef contradiction = new Constant("contradiction");
        assertColumns("cola", 2, count, at(-1), none, zero, least(1, ShortRows.FAIL));
        assertColumns("sst", 2, at(0), at(1), none, zero, least(2, ShortRows.FAIL));
        assertColumns("mnli", 4, at(0), at(8), at(9), contradiction, least(10, ShortRows.FAIL));
        assertColumns("mrpc", 2, count, at(-2), at(-1), zero, least(5, ShortRows.FAIL));
        assertColumns("qnli", 2, at(0), at(1), at(2), not, least(3, ShortRows.FAIL));
        assertColumns("qqp", 2, at(0), at(-2), at(-1), zero, three);
        assertColumns("rte", 2, at(0), at(-2), at(-1), not, three);
        assertColumns("wnli", 2, count, at(-2), at(-1), zero, three);
        assertColumns(
                "stsb", 2, count, at(-2), at(-1), new Constant("0.0"), least(9, ShortRows.FAIL));
    }

    private record Rows(ColumnCounts counts, ShortRows shortRows) {}

    private static Rows least(int min, ShortRows shortRows) {
        return new Rows(ColumnCounts.atLeast(min), shortRows);
    }

    private static ColumnRef at(int index) {
        return new Index(index);
    }

    private static void assertColumns(
            String task,
            int split,
            ColumnRef uid,
            ColumnRef premise,
            ColumnRef hypothesis,
            ColumnRef label,
            Rows rows) {
        SplitSource source = TASKS.get(task).sources().get(split);
        assertThat(
                        List.of(
                                source.column(Field.UID),
                                source.column(Field.PREMISE),
                                source.column(Field.HYPOTHESIS),
                                source.column(Field.LABEL)))
                .as(source.path())
                .containsExactly(uid, premise, hypothesis, label);
        assertThat(new Rows(source.columnCounts(), source.shortRows()))
                .as(source.path())
                .isEqualTo(rows);
        assertThat(TASKS.get(task).shape())
                .isEqualTo(hypothesis instanceof Absent ? TextShape.SINGLE : TextShape.PAIR);
    }

    @Test
    void theTasksOfTheDemoFollowTheRulesOfTheirModels() {
        Map<String, Task> demo =
                tasks(
                        "data.task-files=demo",
                        "data.tasks=acceptability,sentiment,entailment,similarity");
        assertThat(demo.get("acceptability").sources().get(0))
                .usingRecursiveComparison()
                .ignoringFields("paths")
                .isEqualTo(TASKS.get("cola").sources().get(0));
        assertThat(demo.values())
                .flatExtracting(Task::sources)
                .extracting(SplitSource::path)
                .contains(
                        "Acceptability/train.tsv",
                        "Sentiment/dev.tsv",
                        "Entailment/test.tsv",
                        "Similarity/train.tsv");
    }

    @ParameterizedTest
    @MethodSource("runConfigurations")
    void everyRunConfigurationOfTheRepositoryLoads(Path file) {
        Settings settings = SettingsLoader.load(List.of(file), List.of("encoder.vocab=vocab.txt"));
        assertThat(settings.tasks()).isNotEmpty();
    }

    static List<Path> runConfigurations() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("conf"))) {
            return files.filter(file -> file.toString().endsWith(".conf")).sorted().toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"glue", "demo"})
    void theFilesOfTheRepositoryAreTheBuiltInOnes(String name) {
        Path file = ROOT.resolve("conf/tasks").resolve(name + ".conf");
        assertThat(ConfigFiles.builtInTasks(name).orElseThrow().resolve())
                .isEqualTo(new ConfigFiles(new Problems()).file(file).orElseThrow().resolve());
        assertThat(TaskFiles.BUILT_IN).contains(name);
    }

    @Test
    void qqpOfGlueSmallReadsTheFileWithoutAHeader() {
        Settings settings =
                SettingsLoader.load(
                        List.of(ROOT.resolve("conf/glue-small.conf")),
                        List.of("encoder.vocab=vocab.txt"));
        SplitSource dev =
                settings.tasks().stream()
                        .filter(task -> task.name().equals("qqp"))
                        .findFirst()
                        .orElseThrow()
                        .sources()
                        .get(1);
        assertThat(dev.path()).isEqualTo("QQP/new_dev.tsv");
        assertThat(dev.header()).isFalse();
        assertThat(dev.columnCounts()).isEqualTo(ColumnCounts.atLeast(6));
    }
}
