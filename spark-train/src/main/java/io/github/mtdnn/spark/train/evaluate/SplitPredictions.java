package io.github.mtdnn.spark.train.evaluate;

import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.metric.AnswerPredictions;
import io.github.mtdnn.metric.AnswerScore;
import io.github.mtdnn.metric.CandidateGroup;
import io.github.mtdnn.metric.ClassPredictions;
import io.github.mtdnn.metric.ClassScores;
import io.github.mtdnn.metric.EntityPredictions;
import io.github.mtdnn.metric.EntityTags;
import io.github.mtdnn.metric.OptionPredictions;
import io.github.mtdnn.metric.RankingPredictions;
import io.github.mtdnn.metric.ScorePairs;
import io.github.mtdnn.metric.TagPredictions;
import io.github.mtdnn.metric.TaggedSentence;
import io.github.mtdnn.spark.train.evaluate.Prediction.Candidate;
import io.github.mtdnn.spark.train.evaluate.Prediction.OfAnswer;
import io.github.mtdnn.spark.train.evaluate.Prediction.OfClass;
import io.github.mtdnn.spark.train.evaluate.Prediction.OfRanking;
import io.github.mtdnn.spark.train.evaluate.Prediction.OfScore;
import io.github.mtdnn.spark.train.evaluate.Prediction.OfTokens;
import io.github.mtdnn.task.MetricName;
import io.github.mtdnn.task.PredictionKind;
import io.github.mtdnn.task.SplitRole;
import io.github.mtdnn.task.Task;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What a network predicts for a whole split, in the order of its rows. */
public record SplitPredictions(
        Task task, String split, SplitRole role, List<Prediction> predictions)
        implements Serializable {

    /** By how much no answer has to be better than the best one to be given. */
    private static final double NULL_THRESHOLD = 0;

    public SplitPredictions {
        predictions = new ArrayList<>(predictions);
    }

    /** The predictions beside the labels, in each kind that the task's measures may be of. */
    List<io.github.mtdnn.metric.Predictions> judged() {
        return switch (task.type()) {
            case CLASSIFICATION -> judgedClasses();
            case REGRESSION ->
                    List.of(
                            ScorePairs.of(
                                    column(OfScore.class, OfScore::label),
                                    column(OfScore.class, OfScore::value)));
            case RANKING -> judgedRankings();
            case SPAN -> {
                boolean mayBeNone = hasUnanswerable();
                yield List.of(
                        answers(
                                all(OfAnswer.class),
                                answer -> text(answer, mayBeNone),
                                OfAnswer::answers));
            }
            case SEQUENCE_LABELING -> judgedTags();
            case MASKED_LM -> List.of(TagPredictions.of(sentences()));
        };
    }

    /** The predictions as rows of a table. */
    public List<PredictionRow> rows() {
        return switch (task.type()) {
            case CLASSIFICATION -> all(OfClass.class).map(PredictionRow::of).toList();
            case REGRESSION -> all(OfScore.class).map(PredictionRow::of).toList();
            case RANKING -> all(OfRanking.class).flatMap(SplitPredictions::rows).toList();
            case SPAN -> {
                boolean mayBeNone = hasUnanswerable();
                yield all(OfAnswer.class)
                        .map(
                                answer ->
                                        PredictionRow.ofText(
                                                answer.uid(),
                                                text(answer, mayBeNone),
                                                answer.probability()))
                        .toList();
            }
            case SEQUENCE_LABELING, MASKED_LM ->
                    all(OfTokens.class)
                            .map(tokens -> PredictionRow.ofTags(tokens.uid(), tags(tokens)))
                            .toList();
        };
    }

    private static Stream<PredictionRow> rows(OfRanking ranking) {
        return ranking.candidates().stream()
                .map(candidate -> PredictionRow.of(candidate, ranking.rank(candidate.score())));
    }

    private List<io.github.mtdnn.metric.Predictions> judgedClasses() {
        double[] labels = column(OfClass.class, OfClass::label);
        List<io.github.mtdnn.metric.Predictions> judged = new ArrayList<>();
        if (task.metrics().contains(MetricName.EXACT_MATCH)) {
            // First: options of one question are not independent, so F1 draws questions as well.
            judged.add(OptionPredictions.of(questions()));
        }
        judged.add(
                ClassPredictions.of(
                        labels, column(OfClass.class, OfClass::value), task.numClasses()));
        if (task.metrics().contains(MetricName.AUC)) {
            judged.add(ClassScores.of(labels, column(OfClass.class, p -> p.probabilities()[1])));
        }
        return judged;
    }

    /** Options of one group are of one question; those of no group are a question each. */
    private List<OptionPredictions.Question> questions() {
        List<List<OfClass>> questions = new ArrayList<>();
        String group = "";
        for (OfClass option : all(OfClass.class).toList()) {
            if (!EncodedExample.isSameGroup(option.group(), group)) {
                questions.add(new ArrayList<>());
            }
            group = option.group();
            questions.get(questions.size() - 1).add(option);
        }
        return questions.stream().map(SplitPredictions::question).toList();
    }

    private static OptionPredictions.Question question(List<OfClass> options) {
        boolean[] labels = new boolean[options.size()];
        boolean[] values = new boolean[options.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = options.get(i).label() == 1;
            values[i] = options.get(i).value() == 1;
        }
        return new OptionPredictions.Question(labels, values);
    }

    private List<io.github.mtdnn.metric.Predictions> judgedRankings() {
        List<io.github.mtdnn.metric.Predictions> judged = new ArrayList<>();
        judged.add(
                RankingPredictions.of(
                        all(OfRanking.class)
                                .map(
                                        ranking ->
                                                new CandidateGroup(
                                                        column(ranking, Candidate::relevance),
                                                        column(ranking, Candidate::score)))
                                .toList()));
        if (isJudgedAs(PredictionKind.ANSWERS)) {
            judged.add(
                    answers(
                            all(OfRanking.class),
                            ranking -> ranking.best().text(),
                            OfRanking::answers));
        }
        return judged;
    }

    private List<io.github.mtdnn.metric.Predictions> judgedTags() {
        List<TaggedSentence> sentences = sentences();
        List<io.github.mtdnn.metric.Predictions> judged = new ArrayList<>();
        judged.add(TagPredictions.of(sentences));
        if (isJudgedAs(PredictionKind.ENTITIES)) {
            judged.add(EntityPredictions.of(EntityTags.of(task.labels()), sentences));
        }
        return judged;
    }

    private List<TaggedSentence> sentences() {
        return all(OfTokens.class)
                .map(tokens -> new TaggedSentence(tokens.labels(), tokens.values()))
                .toList();
    }

    private List<String> tags(OfTokens tokens) {
        return Arrays.stream(tokens.values())
                .mapToObj(
                        tag ->
                                task.labels().isEmpty()
                                        ? Integer.toString(tag)
                                        : task.labels().get(tag))
                .toList();
    }

    /** Where some questions have no answer, none may be the answer to any. */
    private static String text(OfAnswer answer, boolean mayBeNone) {
        return mayBeNone && answer.nullMinusBest() > NULL_THRESHOLD ? "" : answer.text();
    }

    private boolean hasUnanswerable() {
        return all(OfAnswer.class).anyMatch(answer -> answer.answers().isEmpty());
    }

    private boolean isJudgedAs(PredictionKind kind) {
        return task.metrics().stream().anyMatch(kind.metrics()::contains);
    }

    private static <T> AnswerPredictions answers(
            Stream<T> predictions, Function<T, String> text, Function<T, List<String>> right) {
        return AnswerPredictions.of(
                predictions.map(p -> AnswerScore.of(text.apply(p), right.apply(p))).toList());
    }

    private <T extends Prediction> Stream<T> all(Class<T> type) {
        return predictions.stream().map(type::cast);
    }

    private <T extends Prediction> double[] column(Class<T> type, ToDoubleFunction<T> value) {
        return all(type).mapToDouble(value).toArray();
    }

    private static double[] column(OfRanking ranking, ToDoubleFunction<Candidate> value) {
        return ranking.candidates().stream().mapToDouble(value).toArray();
    }
}
