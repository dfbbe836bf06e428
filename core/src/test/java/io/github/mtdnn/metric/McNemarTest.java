package io.github.mtdnn.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.junit.jupiter.api.Test;

class McNemarTest {
    @Test
    void givesTheMidPOfAFairCoin() {
        // n = 8, k = 1: 2 (1 + 8) / 256 - 8 / 256
        assertThat(McNemar.of(1, 7).pValue()).isCloseTo(10.0 / 256, within(1e-12));
        assertThat(McNemar.of(7, 1).pValue()).isCloseTo(10.0 / 256, within(1e-12));
        assertThat(McNemar.of(0, 5).pValue()).isCloseTo(1.0 / 32, within(1e-12));
    }

    @Test
    void seesNoDifferenceWhereTheCountsAreEqual() {
        assertThat(McNemar.of(0, 0).pValue()).isEqualTo(1);
        assertThat(McNemar.of(6, 6).pValue()).isCloseTo(1, within(1e-12));
        assertThat(McNemar.of(6000, 6000).pValue()).isCloseTo(1, within(1e-12));
    }

    @Test
    void comesNearTheChiSquareTestWithoutCorrectionForManyUnits() {
        double statistic = 200.0 * 200 / 10_200; // (b - c)² / (b + c)
        double asymptotic =
                1 - new ChiSquaredDistribution(null, 1).cumulativeProbability(statistic);
        assertThat(McNemar.of(5000, 5200).pValue()).isCloseTo(asymptotic, within(1e-4));
    }

    @Test
    void isAsExactForTheSmallestPValues() {
        // k = 0: 2 / 2ⁿ - 1 / 2ⁿ
        assertThat(McNemar.of(0, 200).pValue())
                .isCloseTo(Math.scalb(1.0, -200), withinPercentage(1e-9));
    }

    @Test
    void refusesANegativeCount() {
        assertThatIllegalArgumentException().isThrownBy(() -> McNemar.of(-1, 3));
    }
}
