package io.github.mtdnn.metric;

import io.github.mtdnn.task.MetricName;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Predicted scores beside the true ones, as they stand in regression. A resample keeps the same
 * pairs with the number of times that each was drawn.
 */
public final class ScorePairs implements Predictions {
    private final Column labels;
    private final Column predictions;
    private final int[] timesDrawn;

    private ScorePairs(Column labels, Column predictions, int[] timesDrawn) {
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
        if (labels.length != predictions.length) {
            throw new IllegalArgumentException(
                    labels.length + " labels for " + predictions.length + " predictions");
        }
        if (labels.length < 1) {
            throw new IllegalArgumentException("there are no examples to judge");
        }
        int[] once = new int[labels.length];
        Arrays.fill(once, 1);
        return new ScorePairs(
                Column.of("label", labels), Column.of("prediction", predictions), once);
    }

    @Override
    public long examples() {
        return timesDrawn.length;
    }

    @Override
    public double value(MetricName metric) {
        return switch (metric) {
            case PEARSON -> correlation(labels.scores(), predictions.scores());
            case SPEARMAN -> correlation(labels.ranks(timesDrawn), predictions.ranks(timesDrawn));
            case ACCURACY, F1, F1_MACRO, F1_MICRO, MCC ->
                    throw new IllegalArgumentException(
                            metric.configName() + " judges classes, not scores");
        };
    }

    @Override
    public ScorePairs resample(SplittableRandom random) {
        int[] drawn = new int[timesDrawn.length];
        for (int i = 0; i < drawn.length; i++) {
            drawn[random.nextInt(drawn.length)]++;
        }
        return new ScorePairs(labels, predictions, drawn);
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

    /**
     * The scores of one side, and for each the position of its value among the different values in
     * ascending order, from which ranks follow by counting.
     */
    private record Column(double[] scores, int[] valueNumbers, int numValues) {

        static Column of(String what, double[] scores) {
            for (int i = 0; i < scores.length; i++) {
                if (!Double.isFinite(scores[i])) {
                    throw new IllegalArgumentException(
                            "%s %s of example %d is not a finite number"
                                    .formatted(what, scores[i], i));
                }
            }
            // Adding 0 makes -0 and 0 one value.
            double[] values = Arrays.stream(scores).map(s -> s + 0.0).sorted().distinct().toArray();
            int[] numbers = new int[scores.length];
            Arrays.setAll(numbers, i -> Arrays.binarySearch(values, scores[i] + 0.0));
            return new Column(scores.clone(), numbers, values.length);
        }

        /** Rank of each score among those drawn; equal scores share the mean of their ranks. */
        double[] ranks(int[] timesDrawn) {
            int[] timesOfValue = new int[numValues];
            for (int i = 0; i < timesDrawn.length; i++) {
                timesOfValue[valueNumbers[i]] += timesDrawn[i];
            }
            double[] rankOfValue = new double[numValues];
            int below = 0;
            for (int value = 0; value < numValues; value++) {
                rankOfValue[value] = below + (timesOfValue[value] + 1) / 2.0;
                below += timesOfValue[value];
            }
            double[] ranks = new double[timesDrawn.length];
            Arrays.setAll(ranks, i -> rankOfValue[valueNumbers[i]]);
            return ranks;
        }
    }
}
