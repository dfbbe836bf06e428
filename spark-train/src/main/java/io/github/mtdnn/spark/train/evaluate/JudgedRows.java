package io.github.mtdnn.spark.train.evaluate;

import io.github.mtdnn.metric.AnswerPredictions;
import io.github.mtdnn.metric.AnswerScore;
import io.github.mtdnn.metric.CandidateGroup;
import io.github.mtdnn.metric.ClassPredictions;
import io.github.mtdnn.metric.ClassReport;
import io.github.mtdnn.metric.ClassScores;
import io.github.mtdnn.metric.EntityPredictions;
import io.github.mtdnn.metric.EntityTags;
import io.github.mtdnn.metric.Metrics;
import io.github.mtdnn.metric.NoAnswerThreshold;
import io.github.mtdnn.metric.OptionPredictions;
import io.github.mtdnn.metric.Predictions;
import io.github.mtdnn.metric.RankingPredictions;
import io.github.mtdnn.metric.RunPredictions;
import io.github.mtdnn.metric.ScorePairs;
import io.github.mtdnn.metric.TagPredictions;
import io.github.mtdnn.metric.TaggedSentence;
import io.github.mtdnn.metric.ThresholdedAnswers;
import io.github.mtdnn.task.MetricName;
import io.github.mtdnn.task.PredictionKind;
import io.github.mtdnn.task.TaskType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The rows that the table of predictions holds for a split as what measures judge. They are all
 * that is judged, also before they are written: whoever has the table comes to the same values.
 *
 * @param kinds the predictions in each kind that the measures may be of, with the uids of their
 *     units: of the rows, or of groups of rows
 * @param report {@link ClassReport#NONE} where no classes or tags are predicted
 */
public record JudgedRows(List<RunPredictions> kinds, ClassReport report) {

    /**
     * Judges rows.
     *
     * @param labels names of the classes; where there are none, their numbers are their names
     * @param metrics that will be asked for
     * @param rows in the order in which they are drawn for intervals
     */
    public static JudgedRows of(
            TaskType type,
            List<String> labels,
            Collection<MetricName> metrics,
            List<PredictionRow> rows) {
        return switch (type) {
            case CLASSIFICATION -> classes(labels, metrics, rows);
            case REGRESSION -> unreported(ofRows(rows, scores(rows)));
            case RANKING -> rankings(metrics, rows);
            case SPAN -> unreported(spans(metrics, rows));
            case SEQUENCE_LABELING -> tags(metrics, rows);
            case MASKED_LM -> unreported(ofRows(rows, Tagged.of(rows).predictions()));
        };
    }

    /** The predictions alone. */
    List<Predictions> predictions() {
        return kinds.stream().map(RunPredictions::predictions).toList();
    }

    /** The predictions that a measure is taken of. */
    public RunPredictions judgedBy(MetricName metric) {
        Predictions judging = Metrics.judging(metric, predictions());
        return kinds.stream()
                .filter(kind -> kind.predictions() == judging)
                .findFirst()
                .orElseThrow();
    }

    private static JudgedRows classes(
            List<String> labels, Collection<MetricName> metrics, List<PredictionRow> rows) {
        int numClasses = rows.stream().mapToInt(row -> row.probabilities().length).max().orElse(0);
        List<RunPredictions> kinds = new ArrayList<>();
        if (metrics.contains(MetricName.EXACT_MATCH)) {
            // First: options of one question are not independent, so F1 draws questions as well.
            kinds.add(ofGroups(rows, JudgedRows::options));
        }
        ClassPredictions classes =
                ClassPredictions.of(
                        column(rows, row -> row.truth().label()),
                        column(rows, PredictionRow::value),
                        numClasses);
        kinds.add(ofRows(rows, classes));
        if (metrics.contains(MetricName.AUC)) {
            kinds.add(
                    ofRows(
                            rows,
                            ClassScores.of(
                                    column(rows, row -> row.truth().label()),
                                    column(rows, row -> row.probabilities()[1]))));
        }
        List<String> names =
                labels.isEmpty()
                        ? IntStream.range(0, numClasses).mapToObj(Integer::toString).toList()
                        : labels;
        return new JudgedRows(kinds, ClassReport.of(classes.confusionMatrix(), names));
    }

    private static OptionPredictions options(List<List<PredictionRow>> questions) {
        return OptionPredictions.of(questions.stream().map(JudgedRows::question).toList());
    }

    private static OptionPredictions.Question question(List<PredictionRow> options) {
        boolean[] labels = new boolean[options.size()];
        boolean[] values = new boolean[options.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = options.get(i).truth().label() == 1;
            values[i] = options.get(i).value() == 1;
        }
        return new OptionPredictions.Question(labels, values);
    }

    private static ScorePairs scores(List<PredictionRow> rows) {
        return ScorePairs.of(
                column(rows, row -> row.truth().label()), column(rows, PredictionRow::value));
    }

    private static JudgedRows rankings(Collection<MetricName> metrics, List<PredictionRow> rows) {
        List<RunPredictions> kinds = new ArrayList<>();
        kinds.add(
                ofGroups(
                        rows,
                        groups ->
                                RankingPredictions.of(
                                        groups.stream().map(JudgedRows::candidates).toList())));
        if (isAnyOf(PredictionKind.ANSWERS, metrics)) {
            kinds.add(
                    ofGroups(
                            rows,
                            groups -> answers(groups.stream().map(JudgedRows::best).toList())));
        }
        return unreported(kinds.toArray(RunPredictions[]::new));
    }

    private static CandidateGroup candidates(List<PredictionRow> rows) {
        return new CandidateGroup(
                column(rows, row -> row.truth().label()), column(rows, PredictionRow::value));
    }

    /** The first of the candidates with the highest score. */
    private static PredictionRow best(List<PredictionRow> candidates) {
        return candidates.stream().filter(row -> row.rank() == 1).findFirst().orElseThrow();
    }

    private static AnswerPredictions answers(List<PredictionRow> rows) {
        return AnswerPredictions.of(
                rows.stream()
                        .map(row -> AnswerScore.of(row.text(), row.truth().answers()))
                        .toList());
    }

    private static RunPredictions[] spans(
            Collection<MetricName> metrics, List<PredictionRow> rows) {
        List<RunPredictions> kinds = new ArrayList<>();
        kinds.add(ofRows(rows, answers(rows)));
        if (isAnyOf(PredictionKind.ANSWER_SCORES, metrics)) {
            kinds.add(
                    ofRows(
                            rows,
                            ThresholdedAnswers.of(rows.stream().map(JudgedRows::scored).toList())));
        }
        return kinds.toArray(RunPredictions[]::new);
    }

    private static NoAnswerThreshold.Question scored(PredictionRow row) {
        return NoAnswerThreshold.Question.of(row.bestAnswer(), row.truth().answers(), row.value());
    }

    private static JudgedRows tags(Collection<MetricName> metrics, List<PredictionRow> rows) {
        Tagged tagged = Tagged.of(rows);
        TagPredictions words = tagged.predictions();
        List<RunPredictions> kinds = new ArrayList<>();
        kinds.add(ofRows(rows, words));
        ClassReport report =
                tagged.tags().isEmpty()
                        ? ClassReport.NONE
                        : ClassReport.of(
                                words.confusionMatrix(tagged.tags().size()), tagged.tags());
        if (isAnyOf(PredictionKind.ENTITIES, metrics)) {
            EntityPredictions entities =
                    EntityPredictions.of(EntityTags.of(tagged.tags()), tagged.sentences());
            kinds.add(ofRows(rows, entities));
            report = report.withClasses(entities.byType());
        }
        return new JudgedRows(kinds, report);
    }

    /**
     * Sentences by the numbers of their tags.
     *
     * @param tags those that occur
     */
    private record Tagged(List<String> tags, List<TaggedSentence> sentences) {
        static Tagged of(List<PredictionRow> rows) {
            Map<String, Integer> numbers = new LinkedHashMap<>();
            List<TaggedSentence> sentences = new ArrayList<>();
            for (PredictionRow row : rows) {
                sentences.add(
                        new TaggedSentence(
                                numbers(row.truth().tags(), numbers),
                                numbers(row.tags(), numbers)));
            }
            return new Tagged(List.copyOf(numbers.keySet()), sentences);
        }

        private static int[] numbers(List<String> tags, Map<String, Integer> numbers) {
            return tags.stream()
                    .mapToInt(tag -> numbers.computeIfAbsent(tag, next -> numbers.size()))
                    .toArray();
        }

        TagPredictions predictions() {
            return TagPredictions.of(sentences);
        }
    }

    private static boolean isAnyOf(PredictionKind kind, Collection<MetricName> metrics) {
        return metrics.stream().anyMatch(kind.metrics()::contains);
    }

    private static JudgedRows unreported(RunPredictions... kinds) {
        return new JudgedRows(List.of(kinds), ClassReport.NONE);
    }

    private static RunPredictions ofRows(List<PredictionRow> rows, Predictions predictions) {
        return new RunPredictions(rows.stream().map(PredictionRow::uid).toList(), predictions);
    }

    private static RunPredictions ofGroups(
            List<PredictionRow> rows, Function<List<List<PredictionRow>>, Predictions> judge) {
        Map<Unit, List<PredictionRow>> groups = new LinkedHashMap<>();
        for (PredictionRow row : rows) {
            groups.computeIfAbsent(Unit.of(row), unit -> new ArrayList<>()).add(row);
        }
        return new RunPredictions(
                groups.keySet().stream().map(Unit::name).toList(),
                judge.apply(List.copyOf(groups.values())));
    }

    /** A group, or a row that is one of its own. */
    private record Unit(boolean isGroup, String name) {
        static Unit of(PredictionRow row) {
            String group = row.truth().group();
            return group.isEmpty() ? new Unit(false, row.uid()) : new Unit(true, group);
        }
    }

    private static double[] column(
            List<PredictionRow> rows, ToDoubleFunction<PredictionRow> value) {
        return rows.stream().mapToDouble(value).toArray();
    }
}
