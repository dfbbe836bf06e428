package io.github.mtdnn.spark.prep;

import java.io.Serializable;
import java.util.Comparator;

/**
 * What a sample takes or leaves as a whole: a row, or in ranking the rows of a group.
 *
 * @param stratum label; the same for all where the label is no class
 * @param draw what decides: the least of a stratum are taken
 */
record SampleUnit(String stratum, String draw) implements Comparable<SampleUnit>, Serializable {
    private static final Comparator<SampleUnit> ORDER =
            Comparator.comparing(SampleUnit::stratum).thenComparing(SampleUnit::draw);

    @Override
    public int compareTo(SampleUnit other) {
        return ORDER.compare(this, other);
    }
}
