package io.github.mtdnn.metric;

import io.github.mtdnn.task.MetricName;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Predictions whose measures follow from sums over the units: each unit is counted once, into a few
 * numbers, and a resample only adds these up.
 */
abstract sealed class UnitSums implements Predictions
        permits TagPredictions,
                EntityPredictions,
                AnswerPredictions,
                OptionPredictions,
                RankingPredictions {
    private final double[][] counts; // (unit, what is counted)

    /**
     * Counts.
     *
     * @param count what a unit adds to each sum
     */
    <U> UnitSums(List<U> units, Function<U, double[]> count) {
        Lengths.requireSome(units.size());
        counts = units.stream().map(count).toArray(double[][]::new);
    }

    /**
     * Takes a measure.
     *
     * @param sums over the units of what each adds
     */
    abstract double value(MetricName metric, double[] sums);

    @Override
    public final int units() {
        return counts.length;
    }

    @Override
    public final double value(MetricName metric) {
        int[] once = new int[counts.length];
        Arrays.fill(once, 1);
        return drawn(once).value(metric);
    }

    @Override
    public final Measurable drawn(int[] timesDrawn) {
        double[] sums = new double[counts[0].length];
        for (int unit = 0; unit < counts.length; unit++) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += timesDrawn[unit] * counts[unit][i];
            }
        }
        return metric -> value(metric, sums);
    }

    @Override
    public Optional<boolean[]> rightUnits(MetricName metric) {
        return Optional.empty();
    }

    /** Which units have 1 rather than 0 in a count; empty if one has something else. */
    final Optional<boolean[]> unitsWithOne(int column) {
        boolean[] ones = new boolean[counts.length];
        for (int unit = 0; unit < counts.length; unit++) {
            double count = counts[unit][column];
            if (count != 0 && count != 1) {
                return Optional.empty();
            }
            ones[unit] = count == 1;
        }
        return Optional.of(ones);
    }
}
