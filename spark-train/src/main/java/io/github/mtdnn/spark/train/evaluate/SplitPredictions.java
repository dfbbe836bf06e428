package io.github.mtdnn.spark.train.evaluate;

import io.github.mtdnn.spark.train.evaluate.Predictions.Prediction;
import io.github.mtdnn.task.SplitRole;
import io.github.mtdnn.task.Task;
import java.io.Serializable;
import java.util.List;

/** What a network predicts for a whole split, in the order of its rows. */
public record SplitPredictions(
        Task task, String split, SplitRole role, List<Prediction> predictions)
        implements Serializable {

    /** Labels of the rows. */
    public double[] labels() {
        return predictions.stream().mapToDouble(Prediction::label).toArray();
    }

    /** Predicted class indices or scores. */
    public double[] values() {
        return predictions.stream().mapToDouble(Prediction::value).toArray();
    }
}
