package io.github.mtdnn.metric;

import static io.github.mtdnn.task.MetricName.ACCURACY;
import static io.github.mtdnn.task.MetricName.AUC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassScoresTest {
    @Test
    void isTheShareOfPairsInTheRightOrder() {
        double[] labels = {0, 1, 0, 1, 1};
        double[] scores = {0.1, 0.2, 0.5, 0.5, 0.9}; // one pair wrong, one equal, of six
        assertThat(ClassScores.of(labels, scores).value(AUC)).isCloseTo(4.5 / 6, within(1e-15));
    }

    @Test
    void countsEveryPairAsOftenAsItsExamplesAreDrawn() {
        Random random = new Random(5);
        double[] labels = random.ints(60, 0, 2).asDoubleStream().toArray();
        double[] scores = random.ints(60, 0, 9).asDoubleStream().toArray();
        int[] rows = random.ints(60, 0, 60).toArray();
        int[] timesDrawn = new int[60];
        Arrays.stream(rows).forEach(row -> timesDrawn[row]++);

        assertThat(ClassScores.of(labels, scores).drawn(timesDrawn).value(AUC))
                .isCloseTo(
                        shareOfPairs(
                                Arrays.stream(rows).mapToDouble(row -> labels[row]).toArray(),
                                Arrays.stream(rows).mapToDouble(row -> scores[row]).toArray()),
                        within(1e-12));
    }

    @Test
    void isUndefinedWhereOneClassIsMissing() {
        double[] scores = {0.2, 0.4};
        assertThat(ClassScores.of(new double[] {1, 1}, scores).value(AUC)).isNaN();
        assertThat(ClassScores.of(new double[] {0, 0}, scores).value(AUC)).isNaN();
    }

    @Test
    void refusesWhatItCannotJudge() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClassScores.of(new double[] {0, 2}, new double[2]))
                .withMessage("label 2.0 of example 1 is neither 0 nor 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClassScores.of(new double[1], new double[1]).value(ACCURACY))
                .withMessage("accuracy does not judge class scores; these do: auc");
    }

    private static double shareOfPairs(double[] labels, double[] scores) {
        int[] positives = IntStream.range(0, 60).filter(i -> labels[i] == 1).toArray();
        int[] negatives = IntStream.range(0, 60).filter(i -> labels[i] == 0).toArray();
        double right = 0;
        for (int p : positives) {
            for (int n : negatives) {
                right += (1 + Math.signum(scores[p] - scores[n])) / 2;
            }
        }
        return right / positives.length / negatives.length;
    }
}
