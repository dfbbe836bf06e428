package io.github.mtdnn.metric;

import io.github.mtdnn.task.MetricName;
import io.github.mtdnn.task.PredictionKind;
import java.util.Arrays;
import java.util.Optional;

/**
 * How much speaks for class 1, for each example of a task with two classes, beside its label. The
 * scores need not be probabilities; only their order counts.
 */
public final class ClassScores implements Predictions {
    private final boolean[] positive;
    private final ScoreColumn scores;

    private ClassScores(boolean[] positive, ScoreColumn scores) {
        this.positive = positive;
        this.scores = scores;
    }

    /**
     * Takes the scores of the examples.
     *
     * @param labels 0 or 1 for each example
     * @param scores of class 1 for each example, finite
     */
    public static ClassScores of(double[] labels, double[] scores) {
        Lengths.requireSame(labels.length, scores.length);
        Lengths.requireSome(labels.length);
        boolean[] positive = new boolean[labels.length];
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] != 0 && labels[i] != 1) {
                throw new IllegalArgumentException(
                        "label %s of example %d is neither 0 nor 1".formatted(labels[i], i));
            }
            positive[i] = labels[i] == 1;
        }
        return new ClassScores(positive, ScoreColumn.of("score", scores));
    }

    @Override
    public PredictionKind kind() {
        return PredictionKind.CLASS_SCORES;
    }

    @Override
    public int units() {
        return positive.length;
    }

    @Override
    public double value(MetricName metric) {
        int[] once = new int[positive.length];
        Arrays.fill(once, 1);
        return drawn(once).value(metric);
    }

    /** One score for all: neither class is before the other. */
    @Override
    public Measurable baseline() {
        return new ClassScores(positive, ScoreColumn.of("score", new double[positive.length]));
    }

    @Override
    public Measurable drawn(int[] timesDrawn) {
        return metric -> {
            if (metric != MetricName.AUC) {
                throw kind().refusal(metric);
            }
            return areaUnderCurve(timesDrawn);
        };
    }

    /**
     * Probability that an example of class 1 has a higher score than one of class 0, half of it
     * where both are equal; NaN without examples of both. It is the area under the ROC curve
     * (Hanley and McNeil 1982), and follows from the sum R₁ of the ranks of the n₁ examples of
     * class 1 among all n₀ + n₁:
     *
     * <pre>
     *   (R₁ - n₁ (n₁ + 1) / 2) / (n₀ n₁)
     * </pre>
     */
    private double areaUnderCurve(int[] timesDrawn) {
        double[] ranks = scores.ranks(timesDrawn);
        double positives = 0;
        double examples = 0;
        double rankSum = 0;
        for (int i = 0; i < positive.length; i++) {
            examples += timesDrawn[i];
            if (positive[i]) {
                positives += timesDrawn[i];
                rankSum += timesDrawn[i] * ranks[i];
            }
        }
        double pairs = positives * (examples - positives);
        return pairs == 0 ? Double.NaN : (rankSum - positives * (positives + 1) / 2) / pairs;
    }

    @Override
    public Optional<boolean[]> rightUnits(MetricName metric) {
        return Optional.empty();
    }
}
