package io.github.mtdnn.metric;

import static io.github.mtdnn.task.MetricName.ACCURACY;
import static io.github.mtdnn.task.MetricName.AUC;
import static io.github.mtdnn.task.MetricName.F1;
import static io.github.mtdnn.task.MetricName.MCC;
import static io.github.mtdnn.task.MetricName.PEARSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.mtdnn.failure.DataFormatException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairedComparisonTest {
    private static final int EXAMPLES = 500;
    private static final int RESAMPLES = 2000;
    private static final double[] LABELS =
            new Random(1).ints(EXAMPLES, 0, 2).asDoubleStream().toArray();
    private static final double[] WORSE = withErrors(0, 100);
    private static final double[] BETTER =
            withErrors(20, 100); // right where the other is, and more
    private static final List<String> UIDS =
            IntStream.range(0, EXAMPLES).mapToObj(Integer::toString).toList();

    @Test
    void findsADifferenceThatIsThereByBothTests() {
        PairedComparison comparison = PairedComparison.of(run(WORSE), run(BETTER));
        Difference accuracy = comparison.difference(ACCURACY, RESAMPLES, 3);

        assertThat(accuracy.value()).isCloseTo(20.0 / EXAMPLES, within(1e-12));
        assertThat(accuracy.ciLow()).isPositive();
        assertThat(accuracy.pValue()).isLessThan(0.01);
        McNemar mcNemar = comparison.mcNemar(ACCURACY).orElseThrow();
        assertThat(mcNemar.onlyFirstRight()).isZero();
        assertThat(mcNemar.onlySecondRight()).isEqualTo(20);
        assertThat(mcNemar.pValue()).isLessThan(1e-5);
    }

    @Test
    void isMoreSensitiveThanTwoIntervalsApart() {
        MetricValue worse =
                new Bootstrap(RESAMPLES, 3)
                        .measure(run(WORSE).predictions(), List.of(ACCURACY))
                        .get(0);
        MetricValue better =
                new Bootstrap(RESAMPLES, 3)
                        .measure(run(BETTER).predictions(), List.of(ACCURACY))
                        .get(0);
        assertThat(worse.ciHigh()).isGreaterThan(better.ciLow()); // though the difference is sure
    }

    @Test
    void findsNoDifferenceOfARunFromItself() {
        PairedComparison comparison = PairedComparison.of(run(WORSE), run(WORSE));
        Difference mcc = comparison.difference(MCC, 100, 3);

        assertThat(mcc.value()).isZero();
        assertThat(mcc.ciLow()).isZero();
        assertThat(mcc.ciHigh()).isZero();
        assertThat(mcc.pValue()).isEqualTo(1);
        assertThat(comparison.mcNemar(ACCURACY).orElseThrow().pValue()).isEqualTo(1);
    }

    @Test
    void changesSignWithTheOrderOfTheRuns() {
        Difference there = PairedComparison.of(run(WORSE), run(BETTER)).difference(F1, 500, 3);
        Difference back = PairedComparison.of(run(BETTER), run(WORSE)).difference(F1, 500, 3);

        assertThat(back.value()).isEqualTo(-there.value());
        assertThat(back.ciLow()).isCloseTo(-there.ciHigh(), within(1e-12));
        assertThat(back.pValue()).isEqualTo(there.pValue());
    }

    @Test
    void keepsItsLevelWhereNeitherRunIsBetter() {
        Random random = new Random(12);
        int found = 0;
        for (int trial = 0; trial < 200; trial++) {
            double[] first = flipped(random);
            double[] second = flipped(random);
            Difference accuracy =
                    PairedComparison.of(run(first), run(second)).difference(ACCURACY, 300, trial);
            found += accuracy.pValue() < 0.05 ? 1 : 0;
        }
        assertThat(found).isBetween(2, 20); // 10 expected
    }

    @Test
    void findsTheUnitsByTheirUids() {
        List<Integer> order = new ArrayList<>(IntStream.range(0, EXAMPLES).boxed().toList());
        Collections.shuffle(order, new Random(4));
        RunPredictions shuffled =
                new RunPredictions(
                        order.stream().map(UIDS::get).toList(),
                        ClassPredictions.of(inOrder(order, LABELS), inOrder(order, BETTER), 2));
        PairedComparison comparison = PairedComparison.of(run(WORSE), shuffled);
        PairedComparison unshuffled = PairedComparison.of(run(WORSE), run(BETTER));

        assertThat(comparison.difference(F1, 200, 7)).isEqualTo(unshuffled.difference(F1, 200, 7));
        assertThat(comparison.mcNemar(ACCURACY)).isEqualTo(unshuffled.mcNemar(ACCURACY));
    }

    @Test
    void comparesMeasuresThatAreNoShareByTheBootstrapAlone() {
        RunPredictions first = scores(0.1);
        RunPredictions second = scores(2.0);
        PairedComparison comparison = PairedComparison.of(first, second);

        assertThat(comparison.difference(PEARSON, 200, 7).ciHigh()).isNegative();
        assertThat(comparison.mcNemar(PEARSON)).isEmpty();
        assertThat(PairedComparison.of(run(WORSE), run(BETTER)).mcNemar(F1)).isEmpty();
    }

    @Test
    void leavesOutAndCountsResamplesOnWhichTheMeasureIsUndefined() {
        RunPredictions run =
                new RunPredictions(
                        List.of("a", "b"),
                        ClassScores.of(new double[] {0, 1}, new double[] {1, 2}));
        Difference auc = PairedComparison.of(run, run).difference(AUC, 1000, 7);

        assertThat(auc.undefinedResamples()).isBetween(420, 580); // one example drawn twice
        assertThat(auc.pValue()).isEqualTo(1);
    }

    @Test
    void refusesRunsOnOtherExamples() {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> PairedComparison.of(small("a", "b", "c"), small("d", "c", "e")))
                .withMessageContaining(
                        "2 (a, b) in the first run alone, 2 (d, e) in the second run");
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> PairedComparison.of(small("a", "b"), small("a", "b", "c")))
                .withMessageContaining("0 in the first run alone, 1 (c) in the second run alone");
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> PairedComparison.of(small("a", "b"), small("a", "a")))
                .withMessageContaining("the second run has the uid \"a\" twice, at rows 0 and 1");
    }

    @Test
    void refusesWhatCannotBeCompared() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairedComparison.of(run(WORSE), scores(1)))
                .withMessageContaining("the first run predicts classes, the second scores");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RunPredictions(List.of("a"), run(WORSE).predictions()))
                .withMessage("1 uids for 500 predictions");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                PairedComparison.of(run(WORSE), run(WORSE))
                                        .difference(ACCURACY, 0, 1))
                .withMessageContaining("resamples = 0");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                PairedComparison.of(run(WORSE), run(WORSE))
                                        .difference(PEARSON, 10, 1))
                .withMessageContaining("pearson does not judge classes");
    }

    private static double[] withErrors(int from, int to) {
        double[] predictions = LABELS.clone();
        for (int i = from; i < to; i++) {
            predictions[i] = 1 - predictions[i];
        }
        return predictions;
    }

    private static double[] flipped(Random random) {
        double[] predictions = LABELS.clone();
        for (int i = 0; i < predictions.length; i++) {
            predictions[i] = random.nextInt(4) == 0 ? 1 - predictions[i] : predictions[i];
        }
        return predictions;
    }

    private static double[] inOrder(List<Integer> order, double[] values) {
        return order.stream().mapToDouble(i -> values[i]).toArray();
    }

    private static RunPredictions run(double[] predictions) {
        return new RunPredictions(UIDS, ClassPredictions.of(LABELS, predictions, 2));
    }

    private static RunPredictions scores(double noise) {
        Random random = new Random(9);
        double[] scores = LABELS.clone();
        for (int i = 0; i < scores.length; i++) {
            scores[i] += noise * random.nextGaussian();
        }
        return new RunPredictions(UIDS, ScorePairs.of(LABELS, scores));
    }

    private static RunPredictions small(String... uids) {
        return new RunPredictions(
                List.of(uids),
                ClassPredictions.of(new double[uids.length], new double[uids.length], 2));
    }
}
