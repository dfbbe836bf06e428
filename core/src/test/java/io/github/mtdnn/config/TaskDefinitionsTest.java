package io.github.mtdnn.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.task.ColumnRef;
import io.github.mtdnn.task.Documents;
import io.github.mtdnn.task.Field;
import io.github.mtdnn.task.FieldColumns;
import io.github.mtdnn.task.MetricName;
import io.github.mtdnn.task.Sample;
import io.github.mtdnn.task.Split;
import io.github.mtdnn.task.SplitRole;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.SplitSource.ColumnCounts;
import io.github.mtdnn.task.SplitSource.Condition;
import io.github.mtdnn.task.SplitSource.Selection;
import io.github.mtdnn.task.SplitSource.ShortRows;
import io.github.mtdnn.task.TableFormat;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.task.TaskType;
import io.github.mtdnn.task.TextShape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskDefinitionsTest {
    @TempDir private Path folder;

    @Test
    void aClassificationOverCsvNeedsSixLines() {
        Task task =
                task(
                        "tasks.mine {",
                        "  type = classification, labels = [negative, positive]",
                        "  source.columns { premise = text, label = sentiment }",
                        "  splits { train { path = \"a/train.csv\" }",
                        "    validation { path = \"a/dev.CSV\" } }",
                        "}");
        assertThat(task)
                .isEqualTo(
                        new Task(
                                "mine",
                                TaskType.CLASSIFICATION,
                                TextShape.SINGLE,
                                List.of("negative", "positive"),
                                2,
                                List.of(MetricName.ACCURACY),
                                0.1,
                                List.of(
                                        csv(Split.TRAIN, "a/train.csv"),
                                        csv(new Split("validation", SplitRole.DEV), "a/dev.CSV"))));
    }

    private static SplitSource csv(Split split, String path) {
        return new SplitSource(
                split,
                List.of(path),
                "",
                TableFormat.CSV,
                true,
                false,
                ',',
                ColumnCounts.ANY,
                ShortRows.FAIL,
                "",
                Documents.FILES,
                new FieldColumns(
                        Map.of(
                                Field.UID, new ColumnRef.RowCount(),
                                Field.PREMISE, new ColumnRef.Name("text"),
                                Field.LABEL, new ColumnRef.Name("sentiment"))),
                Selection.ALL);
    }

    @Test
    void aRegressionOverPairsTakesColumnsAndMetricsByDefault() {
        Task task =
                task(
                        "tasks.mine { type = regression, text = pair",
                        "  splits { train { path = train.jsonl }, test { path = test.parquet } }"
                                + " }");
        assertThat(task.numClasses()).isEqualTo(1);
        assertThat(task.metrics()).containsExactly(MetricName.PEARSON, MetricName.SPEARMAN);
        assertThat(task.sources())
                .extracting(SplitSource::format)
                .containsExactly(TableFormat.JSONL, TableFormat.PARQUET);
        SplitSource train = task.sources().get(0);
        assertThat(train.header()).isFalse();
        assertThat(train.column(Field.PREMISE)).isEqualTo(new ColumnRef.Name("premise"));
        assertThat(train.column(Field.HYPOTHESIS)).isEqualTo(new ColumnRef.Name("hypothesis"));
        assertThat(train.column(Field.LABEL)).isEqualTo(new ColumnRef.Name("label"));
    }

    @Test
    void sequenceLabellingOfConllFilesNeedsNoColumns() {
        Task task =
                task(
                        "tasks.mine { type = sequence-labeling, labels = [O, B-X, I-X]",
                        "  splits { train { path = a.conll }, test { path = b.conll,"
                                + " columns.tags = null } } }");

        SplitSource train = task.sources().get(0);
        assertThat(train.format()).isEqualTo(TableFormat.CONLL);
        assertThat(train.header()).isFalse();
        assertThat(train.column(Field.WORDS)).isEqualTo(new ColumnRef.Index(0));
        assertThat(train.column(Field.TAGS)).isEqualTo(new ColumnRef.Index(-1));
        assertThat(train.isLabelled(task.shape())).isTrue();
        assertThat(task.sources().get(1).isLabelled(task.shape())).isFalse();
        assertThat(task.metrics()).containsExactly(MetricName.ENTITY_F1, MetricName.ACCURACY);
    }

    @Test
    void aTrainingSplitMayBeSampled() {
        String task =
                "tasks.mine { type = classification, num-classes = 2,"
                        + " splits { train { path = a.tsv, sample { %s } }, dev { path = b.tsv } } }";

        assertThat(task(task.formatted("share = 0.001, seed = 3")).sources())
                .extracting(source -> source.selection().sample())
                .containsExactly(new Sample(0.001, 0, 3), Sample.ALL);
        assertThat(task(task.formatted("rows = 500")).sources().get(0).selection().sample())
                .isEqualTo(new Sample(1, 500, 1));
        assertThat(task(task.formatted("share = 1")).sources().get(0).selection().sample().isAll())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    train | share = 0            | tasks.mine.splits.train.sample.share
                    train | share = 1.5          | tasks.mine.splits.train.sample.share
                    train | rows = 0             | tasks.mine.splits.train.sample.rows
                    train | share = 1, rows = 5  | tasks.mine.splits.train.sample has both of share and rows
                    train | seed = 4             | tasks.mine.splits.train.sample has none of share and rows
                    train | shares = 0.1         | there is no key tasks.mine.splits.train.sample.shares
                    dev   | share = 0.5          | tasks.mine.splits.dev.sample is for training splits; a dev split is read whole
                    """)
    void refusesASampleThatCannotBe(String split, String sample, String message) {
        String task =
                "tasks.mine { type = classification, num-classes = 2,"
                        + " splits.%s { path = a.tsv, sample { %s } } }";

        assertThat(
                        Loading.failure(
                                Loading.write(
                                        folder.resolve("bad.conf"), task.formatted(split, sample))))
                .contains(message);
    }

    @Test
    void tagsThatMarkNoEntitiesAreJudgedByAccuracy() {
        String task =
                "tasks.mine { type = sequence-labeling, labels = [NN, VB]%s,"
                        + " splits.train.path = a.conll }";

        assertThat(task(task.formatted("")).metrics()).containsExactly(MetricName.ACCURACY);
        assertThat(
                        Loading.failure(
                                Loading.write(
                                        folder.resolve("bad.conf"),
                                        task.formatted(", metrics = [entity-f1]"))))
                .contains(
                        "tasks.mine.metrics has entity-f1, which a sequence-labeling of 2 classes"
                                + " does not have; give some of accuracy.");
    }

    @Test
    void aSqlTableIsNamedByItsPathAndAPairIsSeenFromTheHypothesis() {
        Task task =
                task(
                        "tasks.mine { type = regression",
                        "  source { format = table, directory = ignored",
                        "    columns { uid = id, premise = left, hypothesis = right, label ="
                                + " score }"
                                + " }",
                        "  splits { train { path = db.pairs }, hard { path = db.hard, role = test"
                                + " } } }");
        assertThat(task.shape()).isEqualTo(TextShape.PAIR);
        assertThat(task.sources())
                .extracting(SplitSource::path)
                .containsExactly("db.pairs", "db.hard");
        assertThat(task.splits()).containsExactly(Split.TRAIN, new Split("hard", SplitRole.TEST));
        assertThat(task.sources().get(1).column(Field.UID)).isEqualTo(new ColumnRef.Name("id"));
    }

    @Test
    void aSplitOverridesTheDefaultsOfTheSource() {
        Task task =
                task(
                        "tasks.mine { type = classification, num-classes = 3",
                        "  source { directory = M, format = tsv, header = false, strip-lines ="
                                + " true,"
                                + " short-rows = skip, skip-labels = [\"-\"]",
                        "    columns { uid = 0, premise = -2, label = -1 } }",
                        "  splits { train { path = a.txt }",
                        "    dev { path = b.txt, columns.label = null, directory = \"\" }",
                        "    test { path = c.txt, min-columns = 5, max-columns = 6, short-rows ="
                                + " fail,",
                        "      skip-labels = [], columns { uid = row-count, label { constant = 0"
                                + " } }"
                                + " } } }");
        SplitSource train = task.sources().get(0);
        SplitSource dev = task.sources().get(1);
        SplitSource test = task.sources().get(2);
        assertThat(task.sources())
                .extracting(SplitSource::path)
                .containsExactly("M/a.txt", "b.txt", "M/c.txt");
        assertThat(train.columnCounts()).isEqualTo(ColumnCounts.atLeast(2));
        assertThat(train.column(Field.PREMISE)).isEqualTo(new ColumnRef.Index(-2));
        assertThat(train.selection().skipLabels()).containsExactly("-");
        assertThat(train.shortRows()).isEqualTo(ShortRows.SKIP);
        assertThat(train.stripLines()).isTrue();
        assertThat(dev.column(Field.LABEL)).isEqualTo(new ColumnRef.Absent());
        assertThat(dev.isLabelled(TextShape.PAIR)).isFalse();
        assertThat(test.columnCounts()).isEqualTo(new ColumnCounts(5, 6));
        assertThat(test.column(Field.UID)).isEqualTo(new ColumnRef.RowCount());
        assertThat(test.column(Field.LABEL)).isEqualTo(new ColumnRef.Constant("0"));
        assertThat(test.selection().skipLabels()).isEmpty();
        assertThat(test.shortRows()).isEqualTo(ShortRows.FAIL);
    }

    @Test
    void aTaskMayBeDerivedFromAnotherAndASplitLeftOut() {
        Path file =
                Loading.write(
                        folder.resolve("derived.conf"),
                        "tasks.mine = ${tasks.rte} { source.directory = Mine }",
                        "tasks.mine.splits.test = null",
                        "tasks.mine.splits.dev.columns.premise { name = row-count }");
        Task task = Loading.settings(file, "data.tasks=mine").tasks().get(0);
        assertThat(task.labels()).containsExactly("not_entailment", "entailment");
        assertThat(task.sources())
                .extracting(SplitSource::path)
                .containsExactly("Mine/train.tsv", "Mine/dev.tsv");
        assertThat(task.sources().get(1).column(Field.PREMISE))
                .isEqualTo(new ColumnRef.Name("row-count"));
    }

    @Test
    void aTaskThatTwoFilesDefineIsAnErrorWhereItOrOneDerivedFromItIsChosen() {
        Path own =
                Loading.write(
                        folder.resolve("own.conf"),
                        "tasks.rte { type = classification, num-classes = 2",
                        "  splits { train { path = x.csv } } }",
                        "tasks.mine = ${tasks.rte} { source.directory = Mine }");
        String files = "data.task-files=[glue,\"" + own + "\"]";
        String message =
                "task rte is defined in built-in glue\\.conf line \\d+ and in %s line 1, and not alike\\."
                                .formatted(own)
                        + " Rename all but one, or leave out files of data\\.task-files\\.";

        assertThat(Loading.settings(files, "data.tasks=cola").tasks()).hasSize(1);
        assertThat(Loading.failure(files, "data.tasks=rte")).matches(message);
        assertThat(Loading.failure(files, "data.tasks=mine")).matches(message);
        assertThat(Loading.failure(files, "data.tasks=rte", "tasks.rte.dropout=0.2"))
                .matches(message);
        assertThat(Loading.failure(files, "data.tasks=mi")).doesNotContain("mine,");
    }

    @Test
    void filesThatDefineATaskAlikeMayBothBeNamed() {
        // demo includes glue
        assertThat(Loading.settings("data.task-files=[glue,demo,glue]", "data.tasks=rte").tasks())
                .isEqualTo(Loading.settings("data.task-files=glue", "data.tasks=rte").tasks());
    }

    @Test
    void questionsMayHaveAThresholdForNoAnswer() {
        String task =
                "tasks.mine { type = %s, num-classes = 2, no-answer-threshold = -1.5,"
                        + " splits.dev.path = a.csv }";

        assertThat(task(task.formatted("span")).noAnswerThreshold()).isEqualTo(-1.5);
        assertThat(
                        Loading.failure(
                                Loading.write(
                                        folder.resolve("bad.conf"),
                                        task.formatted("classification"))))
                .contains(
                        "tasks.mine.no-answer-threshold is given, but a classification has no"
                                + " answers that could be left out. Leave it out.");
    }

    @Test
    void aTaskFileHoldsNothingButTasks() {
        Path own = Loading.write(folder.resolve("own.conf"), "tasks {}", "refine.workers = 2");
        assertThat(Loading.failure("data.task-files=[glue,\"" + own + "\"]"))
                .isEqualTo(
                        own
                                + " line 2: there is no key refine in a file of data.task-files."
                                + " Put tasks"
                                + " under tasks, and settings into a file given with --conf.");
    }

    @Test
    void candidatesMayBeLabelledByTheAnswersAmongThem() {
        Task task =
                task(
                        "tasks.mine { type = ranking, metrics = [exact-match, mrr]",
                        "  source.columns { label = null, answers = right",
                        "    choices { distinct { cut = text, first = f, last = l } }",
                        "    candidates { in = q, fill = _, by = names } }",
                        "  splits { train { path = a.jsonl }",
                        "    test { path = b.jsonl, columns.answers = null } } }");

        SplitSource train = task.sources().get(0);
        assertThat(train.isLabelled(task.shape())).isTrue();
        assertThat(train.label(task.shape())).isEqualTo(new ColumnRef.Name("right"));
        assertThat(task.sources().get(1).isLabelled(task.shape())).isFalse();
        assertThat(train.column(Field.CANDIDATES))
                .isEqualTo(
                        new ColumnRef.Filled(
                                new ColumnRef.Name("q"), "_", new ColumnRef.Name("names")));
        assertThat(train.column(Field.CHOICES))
                .isEqualTo(
                        new ColumnRef.Distinct(
                                new ColumnRef.Stretches(
                                        new ColumnRef.Name("text"),
                                        new ColumnRef.Name("f"),
                                        new ColumnRef.Name("l"))));
    }

    @Test
    void aMaskedLmHasDocumentsAndNeitherLabelsNorClasses() {
        Task task =
                task(
                        "tasks.mine { type = masked-lm",
                        "  splits { train { path = a.txt, documents = line }",
                        "    dev { path = b.TXT.gz, document-start = \"= .*\" }",
                        "    test { path = c.jsonl, columns.text = body } } }");

        assertThat(task.shape()).isEqualTo(TextShape.DOCUMENT);
        assertThat(task.numClasses()).isEqualTo(Task.OF_VOCABULARY);
        assertThat(task.metrics()).containsExactly(MetricName.ACCURACY);
        assertThat(task.sources())
                .extracting(SplitSource::format)
                .containsExactly(TableFormat.TEXT, TableFormat.TEXT, TableFormat.JSONL);
        assertThat(task.sources())
                .extracting(SplitSource::documents)
                .containsExactly(
                        new Documents(Documents.Unit.LINE, ""),
                        new Documents(Documents.Unit.FILE, "= .*"),
                        Documents.FILES);
        assertThat(task.sources()).allMatch(source -> source.isLabelled(task.shape()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "num-classes = 30522 | tasks.mine.num-classes is given, but the classes of a masked-lm"
                        + " are the pieces of the vocabulary. Leave it out.",
                "labels = [a, b] | .labels names classes, which a masked-lm does not have.",
                "text = pair | .text = \"pair\" is not allowed; a masked-lm has the text document.",
                "metrics = [f1] | .metrics has f1, which a masked-lm does not have; give some of"
                        + " accuracy.",
                "source.documents = page | .documents = \"page\" is not allowed; give one of file,"
                        + " block, line.",
                "source { documents = block, document-start = x } | .document-start cuts files, but"
                        + " tasks.mine.splits.train.documents is not file. Leave one out.",
                "source.document-start = \"(\" | .document-start = \"(\" is no regular expression:"
                        + " Unclosed group. Correct it.",
                "source { format = jsonl, documents = line } | .documents is for format = text; a row"
                        + " of jsonl is a document. Leave it out.",
                "source.columns.text = body | .columns.text is column \"body\", but plain text has"
                        + " the column \"text\" alone. Leave it out.",
                "type = classification, labels = [a, b] | .format = text holds documents, without"
                        + " labels, which are for type = masked-lm. Give another format.",
            })
    void aMistakeOfAMaskedLmIsReported(String mistake, String message) {
        assertThat(
                        Loading.failure(
                                "data.tasks=mine",
                                "tasks.mine={type=masked-lm, splits.train.path=a.txt, "
                                        + mistake
                                        + "}"))
                .contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "type = clasification | .type = \"clasification\" is not allowed; give one of"
                        + " classification, regression, ranking, span, sequence-labeling, masked-lm."
                        + " Did you mean classification?",
                "type = null | .type is missing; give one of classification, regression, ranking,"
                        + " span, sequence-labeling, masked-lm.",
                "typ = x | there is no key tasks.mine.typ. Did you mean type? The keys of"
                        + " tasks.mine"
                        + " are type, text, labels,",
                "text = triple | .text = \"triple\" is not allowed; a classification has the text"
                        + " single or pair.",
                "text = candidates | .text = \"candidates\" is not allowed; a classification has",
                "labels = [a, b, a] | .labels names a label twice: [a, b, a].",
                "labels = [a] | .labels has to name at least two classes; where the data holds"
                        + " class"
                        + " indices from 0, give tasks.mine.num-classes instead.",
                "labels = 3 | .labels has to name at least two classes",
                "num-classes = 3 | .num-classes = 3, but tasks.mine.labels names 2 classes. Leave"
                        + " num-classes out.",
                "num-classes = 1 | .num-classes = 1 is not allowed; give a whole number of at"
                        + " least 2.",
                "dropout = 1 | .dropout = 1 is not allowed; give a number from 0 to less than 1.",
                "metrics = [acuracy] | .metrics = \"acuracy\" is not allowed; give one of accuracy,"
                        + " f1, f1-macro, f1-micro, mcc, auc, pearson, spearman, entity-f1,",
                "metrics = [pearson, f1] | .metrics has pearson, which a classification of 2"
                        + " classes"
                        + " does not have; give some of accuracy, f1, f1-macro, f1-micro, mcc,"
                        + " auc, exact-match.",
                "metrics = [] | .metrics is empty; give some of accuracy, f1,",
                "splits = null | .splits is missing or empty; name at least one",
                "source.path = x | there is no key tasks.mine.source.path.",
                "splits.train.colums = 1 | there is no key tasks.mine.splits.train.colums. Did you"
                        + " mean columns?",
                "source.columns.title = 1 | there is no key tasks.mine.source.columns.title. The"
                        + " keys of"
                        + " tasks.mine.source.columns are uid, group, label, premise, hypothesis,",
                "splits.train.path = null | .splits.train.path is missing; give the file,"
                        + " directory or"
                        + " table of this split.",
                "splits.train.path = x.foo | .splits.train.format is missing, and the path"
                        + " \"x.foo\""
                        + " does not tell it by its ending; give one of tsv, csv, jsonl, conll, text,"
                        + " json, mtdnn-json, parquet, table.",
                "splits.train.format = xml | .splits.train.format = \"xml\" is not allowed; give"
                        + " one of"
                        + " tsv, csv, jsonl, conll, text, json, mtdnn-json, parquet, table.",
                "splits.more { path = x.csv } | .splits.more.role is missing, and the name does not"
                        + " end in train, dev or test; give one of train, dev, test.",
                "splits.\"a b_dev\" { path = x.csv } | the split name \"a b_dev\" of tasks.mine"
                        + " has to"
                        + " consist of letters, digits, '_' and '-'",
                "splits.train.header = 1 | .splits.train.header = 1 is not allowed; give true or"
                        + " false.",
                "splits.train.header = false | .columns.premise is column \"premise\", but header ="
                        + " false, so that columns have no names. Give its number from 0 (-1 is the"
                        + " last), or set header = true.",
                "source { format = jsonl, columns.label = 1 } | .columns.label is column 1, but the"
                        + " columns of jsonl have names. Give the column's name.",
                "source.columns.premise = null | .columns.premise has to be a column, by name or by"
                        + " number from 0 (-1 is the last).",
                "source.columns.premise { constant = x } | .columns.premise has to be a column",
                "source.columns.label { constnt = x } | .columns.label = {\"constnt\":\"x\"} is"
                        + " not a"
                        + " column; give a name, a number from 0 (-1 is the last), row-count,",
                "source.columns.label = [1] | .columns.label is a list, but the field is one text;",
                "source.columns.label { split = x, at = \",\" } | .columns.label is a list, but",
                "source.columns.label { split = x } | .columns.label.at is missing; give what",
                "source.columns.label { template = \"{x}\", cases.y.a = b } | .columns.label.cases"
                        + " has y, which is no column of the template; it has x.",
                "source.columns.label = 1.5 | .columns.label = 1.5 is not allowed; give a whole"
                        + " number.",
                "source.columns.uid = null | .columns.uid has to differ from row to row; give a"
                        + " column,"
                        + " or row-count.",
                "text = single, source.columns.hypothesis = 1 | .columns.hypothesis is given, but"
                        + " tasks.mine.text = single, which has uid, group, label, premise.",
                "source { columns.label = -3, min-columns = 2 } | .min-columns = 2, but"
                        + " tasks.mine.splits.train.columns reaches as far as 3 columns. Raise"
                        + " it to 3.",
                "source { max-columns = 2, min-columns = 3 } | .max-columns = 2 is less than the"
                        + " least"
                        + " number of columns, 3.",
                "source = x | .source = \"x\" is not allowed; give a section, { … }.",
            })
    void aMistakeIsReportedWithItsPlaceAndWhatIsAllowed(String mistake, String message) {
        Path file =
                Loading.write(
                        folder.resolve("tasks.conf"),
                        "tasks.mine { type = classification, labels = [a, b]",
                        "  splits.train.path = x.csv }",
                        "tasks.mine { " + mistake + " }");
        assertThat(Loading.failure(file)).contains(file + " line ").contains(message);
    }

    @Test
    void aTextMayBeComposedOfColumnsAndAColumnMayLieWithinAnother() {
        SplitSource source =
                task(
                                "tasks.mine { type = regression, source {",
                                "  rows = \"groups[].pairs[]\"",
                                "  columns { premise { template = \"{word}: {groups[].text}\" }",
                                "    hypothesis { in = text, replace = a.b, by = c }",
                                "    label = \"groups[].pairs[].score\" } }",
                                "  splits.train { path = [x.jsonl, y.jsonl] } }")
                        .sources()
                        .get(0);

        assertThat(source.paths()).containsExactly("x.jsonl", "y.jsonl");
        assertThat(source.rows()).isEqualTo("groups[].pairs[]");
        assertThat(source.column(Field.PREMISE))
                .isEqualTo(
                        new ColumnRef.Template(
                                List.of(
                                        new ColumnRef.Name("word"),
                                        new ColumnRef.Constant(": "),
                                        new ColumnRef.Name("groups[].text"))));
        assertThat(source.column(Field.HYPOTHESIS))
                .isEqualTo(
                        new ColumnRef.Replacement(
                                new ColumnRef.Name("text"),
                                new ColumnRef.Name("a.b"),
                                new ColumnRef.Name("c"),
                                new ColumnRef.Constant("0")));
    }

    @Test
    void aTemplateNamesColumnsByNumberWhereTheyHaveNumbers() {
        SplitSource source =
                task(
                                "tasks.mine { type = regression",
                                "  source { format = csv, separator = \";\", header = false",
                                "    columns { premise { template = \"{2} {-1}\" }, label = 0 }",
                                "    where { column = 4, equals = [a, b] } }",
                                "  splits.train.path = x.txt }")
                        .sources()
                        .get(0);

        assertThat(source.separator()).isEqualTo(';');
        assertThat(source.columnCounts()).isEqualTo(ColumnCounts.atLeast(5));
        assertThat(source.selection().where())
                .isEqualTo(new Condition(new ColumnRef.Index(4), List.of("a", "b")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "rows = x | .rows = x has to end in []; name the list",
                "columns.label = \"y[].z\" | reaches into a list that",
                "format = json | .rows is missing; name the list of the document",
                "format = json, rows = \"y[]\" | which reaches into a list that tasks.mine.splits"
                        + ".train.rows = \"y[]\" does not go through, or stands beside it",
                "separator = \";\" | .separator is for format = csv",
                "columns.premise { template = words } | names no column; write columns in braces",
                "columns.premise { in = x, by = y } | .replace is missing; give a column",
                "where.column = x | .equals is missing; write { column = language, equals = en }",
                "where { column = 1, equals = x } | the columns of jsonl have names",
                "path = [a.parquet, b.parquet] | only text files are read one after the other",
            })
    void whatIsWrongWithTheRowsOfASplitIsReported(String mistake, String message) {
        String definition =
                "tasks.mine { type = regression, splits.train { path = x.jsonl, %s } }"
                        .formatted(mistake);
        Path file = Loading.write(folder.resolve("tasks.conf"), definition);
        assertThat(Loading.failure(file)).contains(file + " line ").contains(message);
    }

    @Test
    void aRegressionHasNoClasses() {
        String definition =
                "tasks.mine { type = regression, labels = [a, b], num-classes = 2, metrics ="
                        + " accuracy, splits.train.path = x.csv }";
        Path file = Loading.write(folder.resolve("tasks.conf"), definition);
        assertThat(Loading.failure(file).lines())
                .containsExactly(
                        "3 problems in the configuration:",
                        "  "
                                + file
                                + " line 1: tasks.mine.labels names classes, which a regression"
                                + " does not have. Leave it out.",
                        "  "
                                + file
                                + " line 1: tasks.mine.num-classes = 2, but a regression has 1."
                                + " Leave it out.",
                        "  "
                                + file
                                + " line 1: tasks.mine.metrics has accuracy, which a regression"
                                + " does not have; give some of pearson, spearman.");
    }

    @Test
    void aRankingOverRowsWithAllTheirCandidatesTakesListsFromColumns() {
        SplitSource source =
                task(
                                "tasks.mine { type = ranking",
                                "  source { format = tsv, header = false",
                                "    columns { premise = 3, candidates { from = 4 }, label = 2 } }",
                                "  splits.train.path = x.tsv }")
                        .sources()
                        .get(0);

        assertThat(source.column(Field.CANDIDATES)).isEqualTo(new ColumnRef.From(4));
        assertThat(source.columnCounts()).isEqualTo(ColumnCounts.atLeast(5));
        assertThat(candidates("[a, \"{b} c\"]"))
                .isEqualTo(
                        new ColumnRef.Several(
                                List.of(
                                        new ColumnRef.Name("a"),
                                        new ColumnRef.Template(
                                                List.of(
                                                        new ColumnRef.Name("b"),
                                                        new ColumnRef.Constant(" c"))))));
        assertThat(candidates("{ split = names, at = \"|\" }"))
                .isEqualTo(new ColumnRef.Parts(new ColumnRef.Name("names"), "|"));
        assertThat(candidates("{ template = [\"{a}{b}\"], cases.a { x = y } }"))
                .isEqualTo(
                        new ColumnRef.Several(
                                List.of(
                                        new ColumnRef.Template(
                                                List.of(
                                                        new ColumnRef.Cases(
                                                                new ColumnRef.Name("a"),
                                                                new TreeMap<>(Map.of("x", "y"))),
                                                        new ColumnRef.Name("b"))))));
    }

    private ColumnRef candidates(String column) {
        return task(
                        "tasks.mine { type = ranking",
                        "  source.columns { premise = p, candidates = " + column + " }",
                        "  splits.train.path = x.jsonl }")
                .sources()
                .get(0)
                .column(Field.CANDIDATES);
    }

    @Test
    void aRankingOverRowsOfOneCandidateNamesGroupsAndRelevances() {
        Task task =
                task(
                        "tasks.mine { type = ranking, text = pair, labels = [wrong, right]",
                        "  source.columns { premise = q, hypothesis = a, group = q }",
                        "  splits.train.path = x.csv }");

        assertThat(task.shape()).isEqualTo(TextShape.PAIR);
        assertThat(task.labels()).containsExactly("wrong", "right");
        assertThat(task.numClasses()).isEqualTo(1);
        assertThat(task.sources().get(0).column(Field.GROUP)).isEqualTo(new ColumnRef.Name("q"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "text = pair | .splits.train.columns.group is missing: candidates in rows of their"
                        + " own are ranked among those of one group.",
                "source.columns.group = q | .columns.group is given, but tasks.mine.text ="
                        + " candidates, which has uid, label, premise, candidates, choices,"
                        + " answers.",
                "source.columns.candidates { template = \"{a}\" } | .columns.candidates has to be a"
                        + " list, but column \"a\" is one text; give a column that holds a list,",
                "num-classes = 2 | .num-classes = 2, but a ranking has 1. Leave it out.",
                "metrics = accuracy | .metrics has accuracy, which a ranking does not have; give",
                "text = words | .text = \"words\" is not allowed; a ranking has the text candidates"
                        + " or pair or single.",
                "splits.dev.path = y.jsonl, metrics = [mrr, exact-match] | tasks.mine.splits.dev.columns.answers is missing:"
                        + " exact-match compares the choice of the best candidate with right answers."
                        + " Give their column (tasks.mine.text = candidates), or other metrics.",
                "source.columns.candidates { in = q, fill = _ } | .columns.candidates.by is missing;"
                        + " give a column, as in {in = text, fill = \"___\", by = word}.",
                "source.columns.candidates { in = q, fill = \"\", by = x } | .fill is empty; give the"
                        + " text that marks what is to be filled",
                "source.columns.candidates { in = q, fill = _, by { template = \"{x}\" } } |"
                        + " .columns.candidates has to be a list, but column \"q\" with column \"x\" in"
                        + " place of \"_\" is one text;",
                "source.columns.premise { in = q, fill = _, by = [x, y] } | .columns.premise is a list,"
                        + " but the field is one text",
                "source.columns.candidates { cut = t, first = a } | .columns.candidates.last is missing;"
                        + " give a column, as in {cut = text, first = starts, last = ends}.",
                "source.columns.candidates { cut = [t, u], first = a, last = b } | .candidates.cut is a"
                        + " list, but has to be one text, as in {cut = text,",
                "source.columns.candidates { cut = t, first { constant = 1 }, last = b } |"
                        + " .candidates.first has to be a list, but constant \"1\" is one text; give a",
                "source.columns.candidates { distinct { template = \"{x}\" } } |"
                        + " .candidates.distinct has to be a list, but column \"x\" is one text;",
                "source.columns.candidates { cut = t, first = a, last = b, from = 1 } | there is no key"
                        + " tasks.mine.source.columns.candidates.from. The keys",
            })
    void whatIsWrongWithARankingIsReported(String mistake, String message) {
        String definition =
                "tasks.mine { type = ranking, splits.train { path = x.jsonl }, %s }"
                        .formatted(mistake);
        Path file = Loading.write(folder.resolve("tasks.conf"), definition);
        assertThat(Loading.failure(file)).contains(file + " line ").contains(message);
    }

    @Test
    void f1IsForTwoClasses() {
        assertThat(Loading.failure("tasks.mnli.metrics=f1"))
                .isEqualTo(
                        "argument tasks.mnli.metrics=f1: tasks.mnli.metrics has f1, which a"
                                + " classification of 3 classes does not have; give some of"
                                + " accuracy,"
                                + " f1-macro, f1-micro, mcc.");
    }

    @Test
    void aTaskNameIsAFolderName() {
        assertThat(Loading.failure("tasks.my_task={type=regression,splits.train.path=x.csv}"))
                .contains(
                        "the task name \"my_task\" has to consist of letters, digits and '-';"
                                + " rename"
                                + " it.");
        assertThat(Loading.failure("tasks.mine=5"))
                .isEqualTo(
                        "argument tasks.mine=5: tasks.mine = 5 is not a task; give a section with"
                                + " type, text, labels, num-classes, metrics, dropout,"
                                + " no-answer-threshold, source, splits.");
    }

    private Task task(String... lines) {
        Path file = Loading.write(folder.resolve("tasks.conf"), lines);
        return Loading.settings(file, "data.tasks=mine").tasks().get(0);
    }
}
