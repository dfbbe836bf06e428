package io.github.mtdnn.metric;

import io.github.mtdnn.task.MetricName;
import io.github.mtdnn.task.PredictionKind;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * Predictions beside the labels that they are judged by. They consist of units that are independent
 * of each other and are drawn as wholes in a resample: examples in classification and regression,
 * sentences in sequence labelling, questions, and groups of candidates. Immutable.
 */
public sealed interface Predictions extends Measurable
        permits ClassPredictions, ClassScores, ScorePairs, ThresholdedAnswers, UnitSums {

    /** Decides which measures there are. */
    PredictionKind kind();

    /** Number of units, at least 1. */
    int units();

    /** The threshold at which a measure is taken, where the best one is looked for. */
    default OptionalDouble threshold(MetricName metric) {
        return OptionalDouble.empty();
    }

    /**
     * What predicting the same for every unit reaches, without looking at it: what a model has to
     * beat.
     */
    Measurable baseline();

    /**
     * The same predictions with each unit counted a number of times.
     *
     * @param timesDrawn for each unit 0 or more, together as many as there are units
     */
    Measurable drawn(int[] timesDrawn);

    /** As many units, drawn from these with replacement. */
    default Measurable resample(SplittableRandom random) {
        return drawn(drawUnits(units(), random));
    }

    /**
     * Which units are predicted right, if the measure is nothing but their share: so that two runs
     * can be compared unit by unit. Empty for other measures.
     */
    Optional<boolean[]> rightUnits(MetricName metric);

    /** How often each unit is drawn when as many are drawn as there are, with replacement. */
    static int[] drawUnits(int units, SplittableRandom random) {
        int[] timesDrawn = new int[units];
        for (int i = 0; i < units; i++) {
            timesDrawn[random.nextInt(units)]++;
        }
        return timesDrawn;
    }
}
