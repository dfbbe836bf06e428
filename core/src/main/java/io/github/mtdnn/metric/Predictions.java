package io.github.mtdnn.metric;

import io.github.mtdnn.task.MetricName;
import java.util.SplittableRandom;

/** Predictions beside the labels that they are judged by. Immutable. */
public sealed interface Predictions permits ConfusionMatrix, ScorePairs {

    /** Number of examples, at least 1. */
    long examples();

    /**
     * Judges the predictions.
     *
     * @return a fraction, higher is better; NaN where the measure is undefined
     */
    double value(MetricName metric);

    /** As many examples, drawn from these with replacement. */
    Predictions resample(SplittableRandom random);
}
