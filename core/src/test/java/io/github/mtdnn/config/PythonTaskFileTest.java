package io.github.mtdnn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mtdnn.config.PythonTaskFile.PythonDefinition;
import io.github.mtdnn.task.ColumnRef;
import io.github.mtdnn.task.Documents;
import io.github.mtdnn.task.Field;
import io.github.mtdnn.task.FieldColumns;
import io.github.mtdnn.task.MetricName;
import io.github.mtdnn.task.Split;
import io.github.mtdnn.task.SplitRole;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.SplitSource.ColumnCounts;
import io.github.mtdnn.task.SplitSource.Selection;
import io.github.mtdnn.task.SplitSource.ShortRows;
import io.github.mtdnn.task.TableFormat;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.task.TaskType;
import io.github.mtdnn.task.TextShape;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonTaskFileTest {
    private static final Path CONFORMANCE =
            Path.of(System.getProperty("mtdnn.root"), "../shared/mtdnn-conformance");

    @TempDir private Path folder;

    @Test
    void aTaskReadsTheCanonicalFiles() {
        Task task = tasks(small(), "weather").get(0);
        ColumnRef uid = new ColumnRef.Index(0);
        ColumnRef label = new ColumnRef.Index(1);
        assertThat(task)
                .isEqualTo(
                        new Task(
                                "weather",
                                TaskType.CLASSIFICATION,
                                TextShape.PAIR,
                                List.of("no", "maybe", "yes"),
                                3,
                                List.of(MetricName.ACCURACY, MetricName.F1_MACRO),
                                0.3,
                                List.of(
                                        pair(Split.TRAIN, "weather_train.tsv", uid, label),
                                        pair(
                                                new Split("north_dev", SplitRole.DEV),
                                                "weather_north_dev.tsv",
                                                uid,
                                                label),
                                        pair(
                                                new Split("north_test", SplitRole.TEST),
                                                "weather_north_test.tsv",
                                                uid,
                                                new ColumnRef.Absent()))));
    }

    private static SplitSource pair(Split split, String path, ColumnRef uid, ColumnRef label) {
        return new SplitSource(
                split,
                List.of(path),
                "",
                TableFormat.TSV,
                false,
                false,
                ',',
                ColumnCounts.exactly(4),
                ShortRows.FAIL,
                "",
                Documents.FILES,
                new FieldColumns(
                        Map.of(
                                Field.UID,
                                uid,
                                Field.LABEL,
                                label,
                                Field.PREMISE,
                                new ColumnRef.Index(2),
                                Field.HYPOTHESIS,
                                new ColumnRef.Index(3))),
                Selection.ALL);
    }

    @Test
    void enumerationsMayBeNumbersAndDefaultsAreTheToolkits() {
        Task task = tasks(small(), "degrees").get(0);
        assertThat(task.type()).isEqualTo(TaskType.REGRESSION);
        assertThat(task.shape()).isEqualTo(TextShape.SINGLE);
        assertThat(task.metrics()).containsExactly(MetricName.SPEARMAN, MetricName.PEARSON);
        assertThat(task.dropoutProb()).isEqualTo(0.1);
        assertThat(task.splits()).containsExactly(Split.TRAIN, Split.DEV, Split.TEST);
        assertThat(task.sources().get(0).columnCounts()).isEqualTo(ColumnCounts.exactly(3));
    }

    @Test
    void sequenceLabellingReadsListsOfTagsAndWords() {
        Path file =
                Loading.write(
                        folder.resolve("ner_task_def.yml"),
                        "ner: {data_format: Seqence, task_type: SeqenceLabeling, n_class: 6,",
                        "  labels: [O, B-PER, I-PER, X, CLS, SEP], metric_meta: [SeqEval],",
                        "  loss: SeqCeCriterion, split_names: [train, test]}",
                        "pos: {data_format: 4, task_type: 6, n_class: 5, loss: 4,",
                        "  labels: [NN, VB, X, CLS, SEP], metric_meta: [7]}");

        Task ner = tasks(file, "ner").get(0);
        Task pos = tasks(file, "pos").get(0);

        assertThat(ner.type()).isEqualTo(TaskType.SEQUENCE_LABELING);
        assertThat(ner.shape()).isEqualTo(TextShape.WORDS);
        assertThat(ner.labels()).containsExactly("O", "B-PER", "I-PER", "X", "CLS", "SEP");
        assertThat(ner.metrics()).containsExactly(MetricName.ENTITY_F1);
        SplitSource train = ner.sources().get(0);
        assertThat(train.columnCounts()).isEqualTo(ColumnCounts.exactly(3));
        assertThat(train.column(Field.UID)).isEqualTo(new ColumnRef.Index(0));
        assertThat(train.column(Field.TAGS)).isEqualTo(new ColumnRef.Index(1));
        assertThat(train.column(Field.WORDS)).isEqualTo(new ColumnRef.Index(2));
        assertThat(ner.sources().get(1).column(Field.TAGS)).isEqualTo(new ColumnRef.Absent());
        assertThat(pos.type()).isEqualTo(TaskType.SEQUENCE_LABELING);
        assertThat(pos.metrics()).containsExactly(MetricName.ACCURACY);
    }

    @Test
    void spansReadFilesOfSquad() {
        Path file =
                Loading.write(
                        folder.resolve("squad_task_def.yml"),
                        "squad: {data_format: CLUE_SPAN, task_type: SpanClassification, n_class: 2,",
                        "  metric_meta: [EmF1], loss: SpanCeCriterion, split_names: [train, test]}");

        Task squad = tasks(file, "squad").get(0);

        assertThat(squad.type()).isEqualTo(TaskType.SPAN);
        assertThat(squad.metrics()).containsExactly(MetricName.SPAN_F1, MetricName.EXACT_MATCH);
        SplitSource train = squad.sources().get(0);
        assertThat(train.path()).isEqualTo("squad_train.json");
        assertThat(train.format()).isEqualTo(TableFormat.JSON);
        assertThat(train.column(Field.ANSWERS))
                .isEqualTo(new ColumnRef.Name("data[].paragraphs[].qas[].answers[].text"));
        assertThat(squad.sources().get(1).isLabelled(squad.shape())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"MRC, SpanClassification", "MRC, Span", "4, 4", "MRC, 4"})
    void questionsOf2020StandInTables(String format, String type) {
        Path file =
                Loading.write(
                        folder.resolve("squad_task_def.yml"),
                        "squad: {data_format: %s, task_type: %s, n_class: 2,"
                                .formatted(format, type),
                        "  metric_meta: [EmF1], split_names: [train, test]}");

        Task squad = tasks(file, "squad").get(0);

        assertThat(squad.shape()).isEqualTo(TextShape.QUESTION);
        SplitSource train = squad.sources().get(0);
        assertThat(train.path()).isEqualTo("squad_train.tsv");
        assertThat(train.columnCounts()).isEqualTo(ColumnCounts.exactly(4));
        assertThat(train.column(Field.CONTEXT)).isEqualTo(new ColumnRef.Index(2));
        assertThat(train.column(Field.QUESTION)).isEqualTo(new ColumnRef.Index(3));
        assertThat(train.column(Field.ANSWERS))
                .isEqualTo(new ColumnRef.MarkedAnswer(new ColumnRef.Index(1), false));
        assertThat(train.column(Field.ANSWER_STARTS))
                .isEqualTo(new ColumnRef.MarkedAnswer(new ColumnRef.Index(1), true));
        assertThat(squad.sources().get(1).isLabelled(squad.shape())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"5, 5", "Seqence, 5", "Seqence, 6", "4, 6"})
    void sequenceLabellingHasTheNumbersOf2020OrOfToday(String format, String type) {
        Path file =
                Loading.write(
                        folder.resolve("ner_task_def.yml"),
                        "ner: {data_format: %s, task_type: %s, n_class: 2,".formatted(format, type),
                        "  labels: [O, B-PER], metric_meta: [SeqEval], split_names: [train]}");

        Task ner = tasks(file, "ner").get(0);

        assertThat(ner.type()).isEqualTo(TaskType.SEQUENCE_LABELING);
        assertThat(ner.sources().get(0).column(Field.WORDS)).isEqualTo(new ColumnRef.Index(2));
    }

    @Test
    void aRankingReadsAllColumnsFromTheFirstCandidateOn() {
        Task task = tasks(small(), "ranked").get(0);

        assertThat(task.type()).isEqualTo(TaskType.RANKING);
        assertThat(task.shape()).isEqualTo(TextShape.CANDIDATES);
        assertThat(task.metrics()).containsExactly(MetricName.PRECISION_AT_1);
        SplitSource train = task.sources().get(0);
        assertThat(train.columnCounts()).isEqualTo(ColumnCounts.atLeast(6));
        assertThat(train.column(Field.LABEL)).isEqualTo(new ColumnRef.Index(2));
        assertThat(train.column(Field.PREMISE)).isEqualTo(new ColumnRef.Index(3));
        assertThat(train.column(Field.CANDIDATES)).isEqualTo(new ColumnRef.From(4));
    }

    /** As the toolkit had QNLI at first: one score, and the better label comes later. */
    @Test
    void aRankingMayNameItsRelevances() {
        Path file =
                Loading.write(
                        folder.resolve("pairs_task_def.yml"),
                        "qnnli: {data_format: PremiseAndMultiHypothesis, task_type: Ranking,",
                        "  n_class: 1, labels: [not_entailment, entailment], metric_meta: [ACC],",
                        "  loss: RankCeCriterion}");

        Task task = tasks(file, "qnnli").get(0);

        assertThat(task.labels()).containsExactly("not_entailment", "entailment");
        assertThat(task.numClasses()).isEqualTo(1);
    }

    @Test
    void choicesThatFillAGapAreRankedAndJudgedByTheAnswersAmongThem() {
        Path file =
                Loading.write(
                        folder.resolve("gaps_task_def.yml"),
                        "gaps: {data_format: ClozeChoice, task_type: ClozeChoice, n_class: 1,",
                        "  loss: RankCeCriterion, metric_meta: [EmF1]}");

        Task task = tasks(file, "gaps").get(0);

        assertThat(task.type()).isEqualTo(TaskType.RANKING);
        assertThat(task.shape()).isEqualTo(TextShape.CANDIDATES);
        assertThat(task.metrics()).containsExactly(MetricName.SPAN_F1, MetricName.EXACT_MATCH);
        SplitSource train = task.sources().get(0);
        SplitSource dev = task.sources().get(1);
        assertThat(train.columnCounts()).isEqualTo(ColumnCounts.atLeast(7));
        assertThat(train.column(Field.UID)).isEqualTo(new ColumnRef.RowCount());
        assertThat(dev.column(Field.UID)).isEqualTo(new ColumnRef.Index(0));
        assertThat(dev.column(Field.CHOICES)).isEqualTo(new ColumnRef.Index(1));
        assertThat(dev.column(Field.ANSWERS)).isEqualTo(new ColumnRef.Index(2));
        assertThat(dev.column(Field.LABEL)).isEqualTo(new ColumnRef.Absent());
        assertThat(dev.column(Field.PREMISE)).isEqualTo(new ColumnRef.Index(4));
        assertThat(dev.column(Field.CANDIDATES)).isEqualTo(new ColumnRef.From(5));
        assertThat(dev.isLabelled(task.shape())).isTrue();
        assertThat(task.sources().get(2).isLabelled(task.shape())).isFalse();
    }

    @Test
    void trainingSplitsOfOneTaskAreReadOneAfterTheOther() {
        Path file =
                Loading.write(
                        folder.resolve("rounds_task_def.yml"),
                        "rounds: {data_format: PremiseOnly, task_type: Regression, n_class: 1,",
                        "  metric_meta: [Pearson], split_names: [r1_train, r1_dev, r2_train]}");

        Task task = tasks(file, "rounds").get(0);

        assertThat(task.splits()).containsExactly(Split.TRAIN, new Split("r1_dev", SplitRole.DEV));
        assertThat(task.sources().get(0).paths())
                .containsExactly("rounds_r1_train.tsv", "rounds_r2_train.tsv");
    }

    @Test
    void settingsMayBePutOverATask() {
        Settings settings =
                Loading.settings(
                        "data.task-files=[\"" + small() + "\"]",
                        "data.tasks=weather",
                        "tasks.weather.dropout=0.2",
                        "tasks.weather.splits.north_test.columns.label=1");
        Task task = settings.tasks().get(0);
        assertThat(task.dropoutProb()).isEqualTo(0.2);
        assertThat(task.sources()).allMatch(source -> source.isLabelled(task.shape()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spans | line 32: task spans has data_format: CLUE_SEQ, which this version does"
                        + " not have.",
                "san | line 45: task san asks for a SAN head (enable_san: true), which this version"
                        + " does not have. Set enable_san: false for a linear head.",
                "soft | line 52: task soft has loss: KlCriterion, which this version does not"
                        + " have for"
                        + " a classification. Give CeCriterion.",
                "curve | line 58: tasks.curve.metrics has entity-f1, which a classification of 2"
                        + " classes does not have; give some of accuracy,",
                "counted | line 65: task counted has n_class: 2, but labels names 3. Make them"
                        + " agree.",
                "typo | line 71: task typo has the unknown key dropout. Did you mean dropout_p?",
                "bare | line 73: task bare has no task_type. Add it.",
                "steep | line 81: tasks.steep.dropout = \"1.5\" is not allowed; give a number"
                        + " from 0 to"
                        + " less than 1.",
            })
    void aTaskThatThisVersionCannotDoIsAnErrorOnlyWhereItIsChosen(String task, String message) {
        Path file = small();
        assertThat(
                        Loading.failure(
                                "data.task-files=[\"" + file + "\"]", "data.tasks=weather," + task))
                .startsWith(file + " " + message)
                .doesNotContain("\n");
    }

    @Test
    void twoTasksOfOneNameInOneFileAreAnErrorWhereThatNameIsChosen() {
        String cola = "cola: {data_format: PremiseOnly, task_type: %s, n_class: 2}";
        Path file =
                Loading.write(
                        folder.resolve("x_task_def.yml"),
                        "sst: {data_format: PremiseOnly, task_type: Classification, n_class: 2,",
                        "  metric_meta: [ACC]}",
                        cola.formatted("Classification"),
                        cola.formatted("Regression"));
        assertThat(tasks(file, "sst")).hasSize(1);
        assertThat(Loading.failure("data.task-files=[\"" + file + "\"]", "data.tasks=cola"))
                .isEqualTo(
                        ("task cola is defined in %1$s line 3 and in %1$s line 4, and not alike."
                                        + " Rename all but one, or leave out files of"
                                        + " data.task-files.")
                                .formatted(file));
    }

    @Test
    void aFileThatIsNotYamlIsReportedWithItsLine() {
        Path file = Loading.write(folder.resolve("x_task_def.yml"), "a:", "  b: [1,", "c: }");
        assertThat(Loading.failure("data.task-files=[\"" + file + "\"]"))
                .startsWith(file + " line 3: the file is not YAML: ");
    }

    @Test
    void aFileWithoutTasksIsReported() {
        Path file = Loading.write(folder.resolve("x_task_def.yml"), "- a", "- b");
        assertThat(Loading.failure("data.task-files=[\"" + file + "\"]"))
                .isEqualTo(
                        file
                                + ": the file holds no tasks. A task definition file of the Python"
                                + " toolkit maps names of tasks to their settings.");
    }

    @Test
    void aTagThatNamesAClassIsNotObeyed() {
        Path file =
                Loading.write(
                        folder.resolve("x_task_def.yml"),
                        "rte: !!javax.script.ScriptEngineManager [ ]");
        assertThat(Loading.failure("data.task-files=[\"" + file + "\"]"))
                .startsWith(file + " line 1: the file is not YAML: Global tag is not allowed");
    }

    @Test
    void everyFileOfTheToolkitIsRead() throws IOException {
        assumeTrue(Files.isDirectory(CONFORMANCE), "skipped: " + CONFORMANCE + " is not there");
        List<Path> files;
        try (Stream<Path> walk = Files.walk(CONFORMANCE)) {
            files =
                    walk.filter(path -> path.toString().endsWith(".yml"))
                            .filter(path -> !path.toString().contains("int_test_data"))
                            .toList();
        }
        Set<String> usable = new TreeSet<>();
        Set<String> unusable = new TreeSet<>();
        for (Path file : files) {
            Problems problems = new Problems();
            PythonTaskFile read =
                    PythonTaskFile.read(file.toString(), Files.readString(file), problems);
            assertThat(problems.isEmpty()).as(file.toString()).isTrue();
            List<String> names = names(read, true);
            unusable.addAll(names(read, false));
            if (!names.isEmpty()) {
                usable.addAll(names);
                assertThat(tasks(file, String.join(",", names))).hasSameSizeAs(names);
            }
        }
        assertThat(usable)
                .containsExactly(
                        "anli",
                        "boolq",
                        "cb",
                        "chunk",
                        "cola",
                        "copa",
                        "mlm",
                        "mnli",
                        "mrpc",
                        "multirc",
                        "ner",
                        "pos",
                        "qnli",
                        "qqp",
                        "record",
                        "rte",
                        "scitail",
                        "snli",
                        "squad",
                        "squad-v2",
                        "sst",
                        "stsb",
                        "wic",
                        "wnli",
                        "xnli");
        // The GLUE names are those of the text-to-text variants, in a file of their own.
        assertThat(unusable)
                .containsExactly(
                        "cola", "fever", "mnli", "mrpc", "qnli", "qqp", "rte", "sst", "stsb",
                        "wnli");
    }

    @Test
    void theFileOfTheToolkitsOwnTestAsksForASanHeadInOneTask() {
        Path file = CONFORMANCE.resolve("int_test_data/glue/input/prepro_std/glue_task_def.yml");
        assumeTrue(Files.exists(file), "skipped: " + file + " is not there");
        assertThat(tasks(file, "cola,stsb")).hasSize(2);
        assertThat(Loading.failure("data.task-files=[\"" + file + "\"]", "data.tasks=mnli"))
                .contains("task mnli asks for a SAN head");
    }

    private static List<String> names(PythonTaskFile file, boolean usable) {
        return file.tasks().stream()
                .filter(task -> task.usable() == usable)
                .map(PythonDefinition::name)
                .toList();
    }

    private static List<Task> tasks(Path file, String names) {
        return Loading.settings("data.task-files=[\"" + file + "\"]", "data.tasks=" + names)
                .tasks();
    }

    private static Path small() {
        try {
            return Path.of(PythonTaskFileTest.class.getResource("small_task_def.yml").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
