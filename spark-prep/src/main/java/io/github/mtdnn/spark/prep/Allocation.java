package io.github.mtdnn.spark.prep;

import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.task.Sample;
import java.util.Comparator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many of each stratum a sample takes: in proportion to the strata, rounded to the nearest, and
 * one at least. This is the apportionment of Webster and Sainte-Laguë; no stratum loses a row when
 * the sample grows.
 */
final class Allocation {
    private Allocation() {}

    /**
     * @param sizes of the strata, by name
     * @param where the split, for messages
     * @return how many of each, by name
     * @throws DataFormatException where more are asked for than there are, or fewer than strata
     */
    static SortedMap<String, Long> of(SortedMap<String, Long> sizes, Sample sample, String where) {
        if (sample.rows() > 0) {
            return ofRows(sizes, sample.rows(), where);
        }
        SortedMap<String, Long> taken = new TreeMap<>();
        sizes.forEach(
                (name, size) ->
                        taken.put(name, Math.max(1, Math.round(sample.share() * (double) size))));
        return taken;
    }

    private static SortedMap<String, Long> ofRows(
            SortedMap<String, Long> sizes, int rows, String where) {
        long all = sizes.values().stream().mapToLong(Long::longValue).sum();
        if (rows > all || rows < sizes.size()) {
            throw new DataFormatException(
                    ("%s: sample.rows = %,d, but there are %,d to take from, of %d labels. Give a"
                                    + " number from %d to %d, or sample.share instead.")
                            .formatted(where, rows, all, sizes.size(), sizes.size(), all));
        }
        SortedMap<String, Long> taken = new TreeMap<>();
        sizes.keySet().forEach(name -> taken.put(name, 1L));
        PriorityQueue<Claim> claims =
                new PriorityQueue<>(
                        Comparator.comparingDouble(Claim::strength)
                                .reversed()
                                .thenComparing(Claim::stratum));
        taken.forEach((name, count) -> claims.add(Claim.of(name, sizes, count)));
        for (long left = rows - sizes.size(); left > 0; left--) {
            String next = claims.remove().stratum();
            claims.add(Claim.of(next, sizes, taken.merge(next, 1L, Long::sum)));
        }
        return taken;
    }

    /** How much a stratum is due the next row. */
    private record Claim(String stratum, double strength) {
        static Claim of(String stratum, Map<String, Long> sizes, long taken) {
            long size = sizes.get(stratum);
            return new Claim(stratum, taken == size ? 0 : size / (taken + 0.5));
        }
    }
}
