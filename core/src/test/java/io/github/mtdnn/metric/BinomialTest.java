package io.github.mtdnn.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinomialTest {
    private static final int DRAWS = 200_000;

    @ParameterizedTest
    @CsvSource({"5, 0.3", "40, 0.1", "20, 0.5", "25, 0.45", "400, 0.04", "300, 0.9", "1000, 0.5"})
    void followsTheDistribution(int trials, double probability) {
        BinomialDistribution exact = new BinomialDistribution(null, trials, probability);
        int low = exact.inverseCumulativeProbability(0.0005);
        int high = exact.inverseCumulativeProbability(0.9995);
        double[] expected = new double[high - low + 1]; // the ends take the tails
        for (int k = 0; k <= trials; k++) {
            expected[clamp(k, low, high) - low] += DRAWS * exact.probability(k);
        }
        long[] observed = new long[expected.length];
        SplittableRandom random = new SplittableRandom(42);
        for (int i = 0; i < DRAWS; i++) {
            int drawn = (int) Binomial.draw(trials, probability, random);
            assertThat(drawn).isBetween(0, trials);
            observed[clamp(drawn, low, high) - low]++;
        }
        assertThat(new ChiSquareTest().chiSquareTest(expected, observed)).isGreaterThan(0.001);
    }

    @Test
    void isCertainWhereTheProbabilityIs() {
        SplittableRandom random = new SplittableRandom(1);
        assertThat(Binomial.draw(1000, 0, random)).isZero();
        assertThat(Binomial.draw(1000, 1, random)).isEqualTo(1000);
        assertThat(Binomial.draw(0, 0.4, random)).isZero();
    }

    private static int clamp(int value, int low, int high) {
        return Math.max(low, Math.min(high, value));
    }
}
