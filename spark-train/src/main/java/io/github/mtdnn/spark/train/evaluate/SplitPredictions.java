package io.github.mtdnn.spark.train.evaluate;

import io.github.mtdnn.metric.ClassPredictions;
import io.github.mtdnn.metric.ClassScores;
import io.github.mtdnn.metric.ScorePairs;
import io.github.mtdnn.spark.train.evaluate.Predictions.Prediction;
import io.github.mtdnn.task.MetricName;
import io.github.mtdnn.task.SplitRole;
import io.github.mtdnn.task.Task;
import java.io.Serializable;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What a network predicts for a whole split, in the order of its rows. */
public record SplitPredictions(
        Task task, String split, SplitRole role, List<Prediction> predictions)
        implements Serializable {

    /** The predictions beside the labels, in each kind that the task's measures may be of. */
    List<io.github.mtdnn.metric.Predictions> judged() {
        double[] labels = column(Prediction::label);
        double[] values = column(Prediction::value);
        return switch (task.type()) {
            case REGRESSION -> List.of(ScorePairs.of(labels, values));
            case CLASSIFICATION ->
                    task.metrics().contains(MetricName.AUC)
                            ? List.of(
                                    ClassPredictions.of(labels, values, 2),
                                    ClassScores.of(labels, column(p -> p.probabilities()[1])))
                            : List.of(ClassPredictions.of(labels, values, task.numClasses()));
            case RANKING, SPAN, SEQUENCE_LABELING, MASKED_LM ->
                    throw new IllegalStateException(task.type() + " is not prepared yet");
        };
    }

    private double[] column(ToDoubleFunction<Prediction> value) {
        return predictions.stream().mapToDouble(value).toArray();
    }
}
