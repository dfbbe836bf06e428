package io.github.mtdnn.spark.train.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What a network predicts for consecutive groups of one split.
 *
 * @param task index of the task
 * @param split index of the split in the list that was asked for
 * @param from number of the first group
 * @param predictions in the order of the rows
 */
record PiecePredictions(int task, int split, int from, List<Prediction> predictions)
        implements Serializable {

    PiecePredictions {
        predictions = new ArrayList<>(predictions);
    }
}
