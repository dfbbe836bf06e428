package io.github.mtdnn.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.jobs.bench.KernelCosts.Cost;
import io.github.mtdnn.jobs.bench.Peak.Bound;
import io.github.mtdnn.jobs.bench.Peak.Product;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.KernelsFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeakTest {
    private static final Product SMALL = new Product(8, 16, 4);

    @Test
    void isTheFastestProductAndTheCopy() {
        Product large = new Product(128, 256, 64);
        Peak peak;
        try (Kernels kernels = KernelsFactory.nd4j()) {
            peak = Peak.measure(kernels, new Peak.Effort(List.of(SMALL, large), 1000, 3));
        }
        assertThat(peak.product()).isIn(SMALL, large);
        assertThat(peak.flops().median()).isPositive();
        assertThat(peak.bytes().median()).isPositive();
        assertThat(peak.bytes().repeats()).isEqualTo(3);
    }

    @Test
    void boundsWorkByWhatTakesLonger() {
        Peak peak = new Peak(SMALL, Samples.of(100), Samples.of(10));

        assertThat(peak.boundOf(new Cost(200, 10))).isEqualTo(Bound.PRODUCT);
        assertThat(peak.leastSeconds(new Cost(200, 10))).isEqualTo(2);
        assertThat(peak.boundOf(new Cost(200, 30))).isEqualTo(Bound.MEMORY);
        assertThat(peak.leastSeconds(new Cost(200, 30))).isEqualTo(3);
    }
}
