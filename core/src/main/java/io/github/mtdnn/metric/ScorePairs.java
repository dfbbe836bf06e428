package io.github.mtdnn.metric;

import io.github.mtdnn.task.MetricName;
import io.github.mtdnn.task.PredictionKind;
import java.util.Arrays;
import java.util.Optional;

/**
 * Predicted scores beside the true ones, as they stand in regression. A resample keeps the same
 * pairs with the number of times that each was drawn.
 */
public final class ScorePairs implements Predictions {
    private final ScoreColumn labels;
    private final ScoreColumn predictions;
    private final int[] timesDrawn;

    private ScorePairs(ScoreColumn labels, ScoreColumn predictions, int[] timesDrawn) {
        this.labels = labels;
        this.predictions = predictions;
        this.timesDrawn = timesDrawn;
    }

    /**
     * Takes the scores of the examples, finite numbers.
     *
     * @param labels the true score of each example
     * @param predictions the score predicted for each example
     */
    public static ScorePairs of(double[] labels, double[] predictions) {
        Lengths.requireSame(labels.length, predictions.length);
        Lengths.requireSome(labels.length);
        int[] once = new int[labels.length];
        Arrays.fill(once, 1);
        return new ScorePairs(
                ScoreColumn.of("label", labels), ScoreColumn.of("prediction", predictions), once);
    }

    @Override
    public PredictionKind kind() {
        return PredictionKind.SCORES;
    }

    @Override
    public int units() {
        return timesDrawn.length;
    }

    @Override
    public double value(MetricName metric) {
        return switch (metric) {
            case PEARSON -> correlation(labels.scores(), predictions.scores());
            case SPEARMAN -> correlation(labels.ranks(timesDrawn), predictions.ranks(timesDrawn));
            default -> throw kind().refusal(metric);
        };
    }

    /** A constant has no correlation with anything. */
    @Override
    public Measurable baseline() {
        return metric -> 0;
    }

    @Override
    public Measurable drawn(int[] timesDrawn) {
        return new ScorePairs(labels, predictions, timesDrawn);
    }

    @Override
    public Optional<boolean[]> rightUnits(MetricName metric) {
        return Optional.empty();
    }

    /** Pearson's correlation of the drawn pairs; NaN where either side is constant. */
    private double correlation(double[] x, double[] y) {
        double sumX = 0;
        double sumY = 0;
        for (int i = 0; i < timesDrawn.length; i++) {
            sumX += timesDrawn[i] * x[i];
            sumY += timesDrawn[i] * y[i];
        }
        double meanX = sumX / timesDrawn.length;
        double meanY = sumY / timesDrawn.length;
        double sumXx = 0;
        double sumYy = 0;
        double sumXy = 0;
        for (int i = 0; i < timesDrawn.length; i++) {
            double deltaX = x[i] - meanX;
            double deltaY = y[i] - meanY;
            sumXx += timesDrawn[i] * deltaX * deltaX;
            sumYy += timesDrawn[i] * deltaY * deltaY;
            sumXy += timesDrawn[i] * deltaX * deltaY;
        }
        // Compared, not computed: the deviations from a rounded mean need not vanish.
        if (isConstant(x) || isConstant(y)) {
            return Double.NaN;
        }
        double correlation = sumXy / Math.sqrt(sumXx * sumYy);
        return Math.max(-1, Math.min(1, correlation));
    }

    private boolean isConstant(double[] x) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < x.length; i++) {
            if (timesDrawn[i] > 0) {
                min = Math.min(min, x[i]);
                max = Math.max(max, x[i]);
            }
        }
        return min == max;
    }
}
