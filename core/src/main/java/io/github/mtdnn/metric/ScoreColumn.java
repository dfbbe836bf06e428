package io.github.mtdnn.metric;

import java.util.Arrays;

/**
 * Scores of the examples, and for each the position of its value among the different values in
 * ascending order, from which ranks follow by counting.
 */
record ScoreColumn(double[] scores, int[] valueNumbers, int numValues) {

    static ScoreColumn of(String what, double[] scores) {
        for (int i = 0; i < scores.length; i++) {
            if (!Double.isFinite(scores[i])) {
                throw new IllegalArgumentException(
                        "%s %s of example %d is not a finite number".formatted(what, scores[i], i));
            }
        }
        // Adding 0 makes -0 and 0 one value.
        double[] values = Arrays.stream(scores).map(s -> s + 0.0).sorted().distinct().toArray();
        int[] numbers = new int[scores.length];
        Arrays.setAll(numbers, i -> Arrays.binarySearch(values, scores[i] + 0.0));
        return new ScoreColumn(scores.clone(), numbers, values.length);
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
