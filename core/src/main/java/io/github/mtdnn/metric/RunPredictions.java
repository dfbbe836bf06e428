package io.github.mtdnn.metric;

import java.util.List;

/**
 * The predictions of one run and what their units are called.
 *
 * @param uids of the examples, sentences, questions or groups, in the order of the predictions
 */
public record RunPredictions(List<String> uids, Predictions predictions) {
    public RunPredictions {
        uids = List.copyOf(uids);
        if (uids.size() != predictions.units()) {
            throw new IllegalArgumentException(
                    uids.size() + " uids for " + predictions.units() + " predictions");
        }
    }
}
