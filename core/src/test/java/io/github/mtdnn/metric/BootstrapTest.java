package io.github.mtdnn.metric;

import static io.github.mtdnn.task.MetricName.ACCURACY;
import static io.github.mtdnn.task.MetricName.F1;
import static io.github.mtdnn.task.MetricName.MCC;
import static io.github.mtdnn.task.MetricName.PEARSON;
import static io.github.mtdnn.task.MetricName.SPEARMAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.mtdnn.task.MetricName;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private static final int RESAMPLES = 4000;

    @Test
    void givesTheIntervalOfAProportion() {
        int examples = 1000;
        double[] labels = new double[examples];
        double[] predictions = new double[examples];
        Arrays.fill(predictions, 0, 200, 1); // accuracy 0.8
        MetricValue accuracy = measure(ACCURACY, labels, predictions, 2, RESAMPLES, 5);

        double halfWidth = 1.96 * Math.sqrt(0.8 * 0.2 / examples); // normal approximation
        assertThat(accuracy.value()).isEqualTo(0.8);
        assertThat(accuracy.ciLow()).isCloseTo(0.8 - halfWidth, within(0.1 * halfWidth));
        assertThat(accuracy.ciHigh()).isCloseTo(0.8 + halfWidth, within(0.1 * halfWidth));
        assertThat(accuracy.undefinedResamples()).isZero();
    }

    @Test
    void givesTheIntervalThatDrawingExamplesGives() {
        Random random = new Random(11);
        int examples = 300;
        double[] labels = IntStream.range(0, examples).mapToDouble(i -> i % 3 / 2).toArray();
        double[] predictions = labels.clone();
        IntStream.range(0, 70).forEach(i -> predictions[random.nextInt(examples)] = i % 2);

        for (MetricName metric : List.of(F1, MCC)) {
            MetricValue value = measure(metric, labels, predictions, 2, RESAMPLES, 1);
            double[] drawn = new double[RESAMPLES];
            for (int r = 0; r < RESAMPLES; r++) {
                int[] rows = random.ints(examples, 0, examples).toArray();
                drawn[r] =
                        ClassPredictions.of(
                                        Arrays.stream(rows).mapToDouble(i -> labels[i]).toArray(),
                                        Arrays.stream(rows)
                                                .mapToDouble(i -> predictions[i])
                                                .toArray(),
                                        2)
                                .value(metric);
            }
            Arrays.sort(drawn);
            double width = value.ciHigh() - value.ciLow();
            assertThat(value.ciLow())
                    .isCloseTo(drawn[(int) (0.025 * RESAMPLES)], within(0.06 * width));
            assertThat(value.ciHigh())
                    .isCloseTo(drawn[(int) (0.975 * RESAMPLES)], within(0.06 * width));
        }
    }

    @Test
    void givesTheIntervalOfACorrelation() {
        Random random = new Random(2);
        int examples = 1000;
        double[] labels = random.doubles(examples).toArray();
        double[] scores = new double[examples];
        Arrays.setAll(scores, i -> labels[i] + 0.4 * random.nextGaussian());
        MetricValue pearson = measure(PEARSON, labels, scores, 1, RESAMPLES, 5);

        // Fisher's transformation, for an interval of the same size
        double z = 0.5 * Math.log((1 + pearson.value()) / (1 - pearson.value()));
        double halfWidth = 1.96 / Math.sqrt(examples - 3);
        double width = Math.tanh(z + halfWidth) - Math.tanh(z - halfWidth);
        assertThat(pearson.ciHigh() - pearson.ciLow()).isCloseTo(width, within(0.15 * width));
        assertThat(pearson.value()).isBetween(pearson.ciLow(), pearson.ciHigh());
    }

    @Test
    void givesTheSameIntervalForTheSameSeed() {
        double[] labels = {0, 1, 0, 1, 1, 0, 1, 0, 0, 1};
        double[] predictions = {0, 1, 0, 1, 0, 0, 1, 1, 0, 1};
        assertThat(measure(MCC, labels, predictions, 2, 200, 9))
                .isEqualTo(measure(MCC, labels, predictions, 2, 200, 9));
        assertThat(measure(PEARSON, labels, predictions, 1, 200, 9))
                .isEqualTo(measure(PEARSON, labels, predictions, 1, 200, 9))
                .isNotEqualTo(measure(PEARSON, labels, predictions, 1, 200, 10));
    }

    @Test
    void givesAMeasureTheSameIntervalWhateverElseIsMeasured() {
        double[] labels = {1, 2, 3, 4, 5, 6};
        double[] scores = {2, 1, 4, 3, 6, 5};
        Predictions pairs = ScorePairs.of(labels, scores);
        Bootstrap bootstrap = new Bootstrap(300, 4);
        assertThat(bootstrap.measure(pairs, List.of(PEARSON, SPEARMAN)).get(1))
                .isEqualTo(bootstrap.measure(pairs, List.of(SPEARMAN)).get(0));
    }

    @Test
    void leavesOutAndCountsResamplesOnWhichTheMeasureIsUndefined() {
        MetricValue pearson =
                measure(PEARSON, new double[] {1, 2}, new double[] {3, 4}, 1, 1000, 3);

        assertThat(pearson.ciLow()).isEqualTo(1);
        assertThat(pearson.ciHigh()).isEqualTo(1);
        // Half of all resamples draw one pair twice.
        assertThat(pearson.undefinedResamples()).isBetween(420, 580);
    }

    @Test
    void hasNoIntervalWhereTheMeasureIsNeverDefined() {
        MetricValue pearson = measure(PEARSON, new double[] {1}, new double[] {2}, 1, 100, 3);

        assertThat(pearson.value()).isNaN();
        assertThat(pearson.hasInterval()).isFalse();
        assertThat(pearson.undefinedResamples()).isEqualTo(100);
    }

    @Test
    void givesAnIntervalOfOnePointForOneExample() {
        MetricValue accuracy = measure(ACCURACY, new double[] {1}, new double[] {1}, 2, 100, 3);

        assertThat(accuracy.ciLow()).isEqualTo(1);
        assertThat(accuracy.ciHigh()).isEqualTo(1);
    }

    @Test
    void refusesANegativeNumberOfResamples() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Bootstrap(-1, 0))
                .withMessage("resamples = -1 is negative");
    }

    private static MetricValue measure(
            MetricName metric,
            double[] labels,
            double[] predictions,
            int numClasses,
            int resamples,
            long seed) {
        Predictions judged =
                numClasses == 1
                        ? ScorePairs.of(labels, predictions)
                        : ClassPredictions.of(labels, predictions, numClasses);
        return new Bootstrap(resamples, seed).measure(judged, List.of(metric)).get(0);
    }
}
