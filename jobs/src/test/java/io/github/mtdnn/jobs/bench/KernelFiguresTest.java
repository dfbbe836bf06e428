package io.github.mtdnn.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.jobs.bench.KernelCosts.Cost;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelFiguresTest {
    /** A step of 2 s, on a machine of 100 GFLOP/s and 10 GB/s. */
    private final KernelFigures figures =
            new KernelFigures(
                    BenchCase.of("steps"),
                    2,
                    new Peak(new Peak.Product(1, 1, 1), Samples.of(100e9), Samples.of(10e9)));

    @Test
    void holdsProductsAgainstTheProduct() {
        assertThat(values(0.5, new Cost(80e9, 1e9)))
                .containsExactly(
                        "kernel k 1,000 ms",
                        "kernel k share 50.0 %",
                        "kernel k rate 80.0 GFLOP/s",
                        "kernel k of peak 80.0 %");
    }

    @Test
    void holdsWhatMovesNumbersAgainstTheCopy() {
        assertThat(values(0.25, new Cost(10e9, 3e9)))
                .containsExactly(
                        "kernel k 500 ms",
                        "kernel k share 25.0 %",
                        "kernel k rate 6.00 GB/s",
                        "kernel k of peak 60.0 %");
    }

    @Test
    void givesNoRateWhereThereIsNoWork() {
        assertThat(values(0.25, Cost.NONE)).hasSize(2);
    }

    private List<String> values(double share, Cost cost) {
        return figures.of(new KernelTimes.Use("k", share, cost)).stream()
                .map(
                        figure ->
                                "%s %s %s"
                                        .formatted(
                                                figure.measure().name(),
                                                figure.value(),
                                                figure.measure().unit()))
                .toList();
    }
}
