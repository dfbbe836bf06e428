package io.github.mtdnn.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SamplesTest {
    @Test
    void keepsMedianAndExtremes() {
        assertThat(Samples.of(5, 1, 4)).isEqualTo(new Samples(4, 1, 5, 3));
        assertThat(Samples.of(2, 8, 4, 6)).isEqualTo(new Samples(6, 2, 8, 4));
        assertThat(Samples.of(7)).isEqualTo(new Samples(7, 7, 7, 1));
    }

    @Test
    void turnsTheFastestRunIntoTheGreatestRate() {
        assertThat(Samples.of(1, 2, 4).rateOf(8)).isEqualTo(new Samples(4, 2, 8, 3));
        assertThat(Samples.of(1, 2, 4).times(10)).isEqualTo(new Samples(20, 10, 40, 3));
    }

    @Test
    void countsRunsAfterTheWarmUpAlone() {
        AtomicInteger runs = new AtomicInteger();

        Samples seconds = Samples.ofSeconds(2, 3, runs::incrementAndGet);

        assertThat(runs).hasValue(5);
        assertThat(seconds.repeats()).isEqualTo(3);
        assertThat(seconds.min()).isPositive().isLessThanOrEqualTo(seconds.median());
    }
}
