package io.github.mtdnn.config;

import java.math.BigDecimal;

/** The numbers that a value may have, with a description for messages and documents. */
record NumberRange(double min, double max, boolean minOpen, boolean maxOpen) {
    static final NumberRange ANY =
            new NumberRange(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false, false);

    /** A probability that may not be 1. */
    static final NumberRange BELOW_ONE = new NumberRange(0, 1, false, true);

    /** A part of something, at most all of it. */
    static final NumberRange SHARE = new NumberRange(0, 1, true, false);

    static NumberRange of(Range range) {
        return new NumberRange(range.min(), range.max(), range.minOpen(), range.maxOpen());
    }

    static NumberRange atLeast(double min) {
        return new NumberRange(min, Double.POSITIVE_INFINITY, false, false);
    }

    boolean contains(double value) {
        boolean aboveMin = minOpen ? value > min : value >= min;
        boolean belowMax = maxOpen ? value < max : value <= max;
        return aboveMin && belowMax;
    }

    /** For example "a whole number from 8 to 512". */
    String describe(String noun) {
        boolean hasMin = Double.isFinite(min);
        boolean hasMax = Double.isFinite(max);
        if (!hasMin && !hasMax) {
            return noun;
        }
        if (!hasMax) {
            return noun + (minOpen ? " greater than " : " of at least ") + plain(min);
        }
        if (!hasMin) {
            return noun + (maxOpen ? " less than " : " of at most ") + plain(max);
        }
        return noun
                + (minOpen ? " greater than " : " from ")
                + plain(min)
                + (maxOpen ? " to less than " : " to ")
                + plain(max);
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
