package io.github.mtdnn.spark.train.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What a network predicts for consecutive rows of one split.
 *
 * @param task index of the task
 * @param split index of the split in the list that was asked for
 * @param from number of the first row
 * @param rows one prediction per row
 */
public record Predictions(int task, int split, int from, List<Prediction> rows)
        implements Serializable {

    public Predictions {
        rows = new ArrayList<>(rows);
    }

    /**
     * The prediction for one example.
     *
     * @param uid of the example
     * @param label class index or score; NaN where there is none
     * @param value predicted class index or score
     * @param probabilities of the classes: (C); empty for regression
     * @param loss of the example; NaN where there is no label
     */
    public record Prediction(
            String uid, double label, double value, double[] probabilities, double loss)
            implements Serializable {}
}
