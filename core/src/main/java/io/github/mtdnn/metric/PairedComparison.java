package io.github.mtdnn.metric;

import io.github.mtdnn.task.MetricName;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Two runs judged on the same units, which are found by their uids in whatever order they stand.
 * What is hard for one run is often hard for the other; drawing the same units for both keeps this
 * out of the difference.
 */
public final class PairedComparison {
    private final Predictions first;
    private final Predictions second;
    private final int[] placesInSecond; // of each unit of the first

    private PairedComparison(Predictions first, Predictions second, int[] placesInSecond) {
        this.first = first;
        this.second = second;
        this.placesInSecond = placesInSecond;
    }

    /**
     * Aligns two runs.
     *
     * @throws io.github.mtdnn.failure.DataFormatException unless both have the same uids, each once
     */
    public static PairedComparison of(RunPredictions first, RunPredictions second) {
        if (first.predictions().kind() != second.predictions().kind()) {
            throw new IllegalArgumentException(
                    "the first run predicts %s, the second %s"
                            .formatted(
                                    first.predictions().kind().words(),
                                    second.predictions().kind().words()));
        }
        return new PairedComparison(
                first.predictions(),
                second.predictions(),
                new RunUids("the first run", first.uids())
                        .placesIn(new RunUids("the second run", second.uids())));
    }

    /**
     * The paired bootstrap of any measure (Efron and Tibshirani 1993; for such data Koehn 2004):
     * the percentile interval of the difference, and as p-value twice the share of resamples in
     * which the difference is not on its side of 0,
     *
     * <pre>
     *   p = min(1, 2 (1 + min(#(d ≤ 0), #(d ≥ 0))) / (1 + resamples))
     * </pre>
     *
     * <p>so that interval and p-value agree, and p is never 0 (Davison and Hinkley 1997, 4.2).
     *
     * @param resamples at least 1
     */
    public Difference difference(MetricName metric, int resamples, long seed) {
        if (resamples < 1) {
            throw new IllegalArgumentException(
                    "resamples = " + resamples + ", but a comparison needs at least 1");
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] differences = new double[resamples];
        for (int r = 0; r < resamples; r++) {
            int[] timesDrawn = Predictions.drawUnits(first.units(), random);
            differences[r] =
                    second.drawn(inOrderOfSecond(timesDrawn)).value(metric)
                            - first.drawn(timesDrawn).value(metric);
        }
        Resampled resampled = new Resampled(differences);
        return new Difference(
                metric,
                first.value(metric),
                second.value(metric),
                resampled.ciLow(),
                resampled.ciHigh(),
                resampled.pValueOfZero(),
                first.units(),
                resampled.undefined());
    }

    private int[] inOrderOfSecond(int[] timesDrawn) {
        int[] ordered = new int[timesDrawn.length];
        for (int unit = 0; unit < ordered.length; unit++) {
            ordered[placesInSecond[unit]] = timesDrawn[unit];
        }
        return ordered;
    }

    /**
     * McNemar's test of a measure that is a share of right units, as accuracy and exact match are;
     * empty for others, which only the bootstrap can compare.
     */
    public Optional<McNemar> mcNemar(MetricName metric) {
        Optional<boolean[]> rightInFirst = first.rightUnits(metric);
        Optional<boolean[]> rightInSecond = second.rightUnits(metric);
        if (rightInFirst.isEmpty() || rightInSecond.isEmpty()) {
            return Optional.empty();
        }
        int onlyFirst = 0;
        int onlySecond = 0;
        for (int unit = 0; unit < placesInSecond.length; unit++) {
            boolean inFirst = rightInFirst.get()[unit];
            boolean inSecond = rightInSecond.get()[placesInSecond[unit]];
            onlyFirst += inFirst && !inSecond ? 1 : 0;
            onlySecond += inSecond && !inFirst ? 1 : 0;
        }
        return Optional.of(McNemar.of(onlyFirst, onlySecond));
    }
}
