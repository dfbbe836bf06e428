package io.github.mtdnn.jobs.bench;

/**
 * What a figure is of.
 *
 * @param name for the table, unique among the measures of a case
 * @param unit for the table; {@code %} for a share
 * @param better which way a figure improves
 * @param label what stands behind the number on the console
 */
public record Measure(String name, String unit, Better better, String label) {
    /** How many times somebody else's speed ours is. */
    static final Measure OURS_TO_THEIRS = higher("ours to theirs", "times");

    /** Of the whole process, at the most since it began. */
    static final Measure RESIDENT = lower("resident memory", "MiB").labelled("MiB resident");

    static final double MEBIBYTE = 1 << 20;

    /** Which way a figure improves. */
    public enum Better {
        HIGHER,
        LOWER,
        /** It says what something is like, and neither way is better. */
        NEITHER
    }

    static Measure higher(String name, String unit) {
        return new Measure(name, unit, Better.HIGHER, unit);
    }

    static Measure lower(String name, String unit) {
        return new Measure(name, unit, Better.LOWER, unit);
    }

    static Measure neither(String name, String unit) {
        return new Measure(name, unit, Better.NEITHER, unit);
    }

    /** The same, with other words behind the number than the unit. */
    Measure labelled(String words) {
        return new Measure(name, unit, better, words);
    }

    /** A figure of this measure. */
    Measurement of(BenchCase of, Samples samples) {
        return new Measurement(of, this, samples);
    }

    /** A figure that was taken once. */
    Measurement of(BenchCase of, double value) {
        return of(of, Samples.of(value));
    }
}
