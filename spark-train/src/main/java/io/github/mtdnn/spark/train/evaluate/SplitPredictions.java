package io.github.mtdnn.spark.train.evaluate;

import io.github.mtdnn.spark.train.evaluate.Prediction.OfAnswer;
import io.github.mtdnn.spark.train.evaluate.Prediction.OfClass;
import io.github.mtdnn.spark.train.evaluate.Prediction.OfRanking;
import io.github.mtdnn.spark.train.evaluate.Prediction.OfScore;
import io.github.mtdnn.spark.train.evaluate.Prediction.OfTokens;
import io.github.mtdnn.task.SplitRole;
import io.github.mtdnn.task.Task;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * What a network predicts for a whole split, in the order of its rows.
 *
 * @param labelled whether it can be scored
 */
public record SplitPredictions(
        Task task, String split, SplitRole role, boolean labelled, List<Prediction> predictions)
        implements Serializable {

    public SplitPredictions {
        predictions = new ArrayList<>(predictions);
    }

    /** The predictions as what the task's measures judge. */
    JudgedRows judged() {
        return JudgedRows.of(task.type(), task.labels(), task.metrics(), rows());
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
                        .map(answer -> PredictionRow.of(answer, text(answer, mayBeNone)))
                        .toList();
            }
            case SEQUENCE_LABELING, MASKED_LM -> tagged(tagNames());
        };
    }

    private static Stream<PredictionRow> rows(OfRanking ranking) {
        return ranking.candidates().stream().map(candidate -> PredictionRow.of(candidate, ranking));
    }

    private List<PredictionRow> tagged(IntFunction<String> name) {
        return all(OfTokens.class)
                .map(
                        tokens ->
                                PredictionRow.ofTags(
                                        tokens.uid(),
                                        labelled ? names(tokens.labels(), name) : List.of(),
                                        names(tokens.values(), name)))
                .toList();
    }

    private IntFunction<String> tagNames() {
        if (!task.labels().isEmpty()) {
            return task.labels()::get;
        }
        Map<Integer, String> numbers = new HashMap<>(); // one string for all that are equal
        return tag -> numbers.computeIfAbsent(tag, number -> Integer.toString(number));
    }

    private static List<String> names(int[] tags, IntFunction<String> name) {
        return Arrays.stream(tags).mapToObj(name).toList();
    }

    /** Where some questions have no answer, none may be the answer to any. */
    private String text(OfAnswer answer, boolean mayBeNone) {
        return mayBeNone && answer.nullMinusBest() > task.noAnswerThreshold() ? "" : answer.text();
    }

    private boolean hasUnanswerable() {
        return all(OfAnswer.class).anyMatch(answer -> answer.answers().isEmpty());
    }

    private <T extends Prediction> Stream<T> all(Class<T> type) {
        return predictions.stream().map(type::cast);
    }
}
