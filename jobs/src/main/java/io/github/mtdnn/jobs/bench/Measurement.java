package io.github.mtdnn.jobs.bench;

import java.util.Locale;

/** One figure: a row of the table {@code bench}. */
public record Measurement(BenchCase of, Measure measure, Samples samples) {

    /** The median, as it is printed. */
    String value() {
        return format(samples.median());
    }

    /** A number with three digits or more, formatted for no country in particular. */
    static String format(double value) {
        double size = Math.abs(value);
        int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
