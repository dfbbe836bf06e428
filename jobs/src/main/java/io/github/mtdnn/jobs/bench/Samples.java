package io.github.mtdnn.jobs.bench;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * What the repeats of one measurement gave.
 *
 * @param median the upper one where the number of repeats is even
 * @param repeats that were counted
 */
public record Samples(double median, double min, double max, int repeats) {

    /** Of at least one value. */
    static Samples of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Samples(
                sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1], sorted.length);
    }

    /** Seconds that each of {@code repeats} runs takes, after some that do not count. */
    static Samples ofSeconds(int warmUp, int repeats, Runnable work) {
        for (int i = 0; i < warmUp; i++) {
            work.run();
        }
        double[] seconds = new double[repeats];
        for (int i = 0; i < repeats; i++) {
            seconds[i] = seconds(work);
        }
        return of(seconds);
    }

    /** Seconds that some work takes once. */
    static double seconds(Runnable work) {
        long began = System.nanoTime();
        work.run();
        return (System.nanoTime() - began) / 1e9;
    }

    /** The samples in another unit. */
    Samples times(double factor) {
        return map(sample -> sample * factor);
    }

    /** Seconds turned into a rate: of so much in each. */
    Samples rateOf(double amount) {
        return map(seconds -> amount / seconds);
    }

    /**
     * @param function rises or falls throughout
     */
    private Samples map(DoubleUnaryOperator function) {
        double first = function.applyAsDouble(min);
        double last = function.applyAsDouble(max);
        return new Samples(
                function.applyAsDouble(median),
                Math.min(first, last),
                Math.max(first, last),
                repeats);
    }
}
