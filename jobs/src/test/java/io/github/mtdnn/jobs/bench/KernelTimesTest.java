package io.github.mtdnn.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.mtdnn.jobs.bench.KernelCosts.Cost;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.KernelsFactory;
import io.github.mtdnn.kernels.Tensor;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KernelTimesTest {
    private final KernelTimes times = new KernelTimes(KernelsFactory.nd4j());
    private final Kernels kernels = times.kernels();

    @AfterEach
    void free() {
        kernels.close();
    }

    @Test
    void computesAndCountsTheWorkOfEachOperation() {
        Tensor a = kernels.allocate(1, 100);
        Tensor b = kernels.allocate(1, 100);
        kernels.fill(a, 1);
        kernels.fill(b, 2);

        List<KernelTimes.Use> uses =
                times.of(
                        2,
                        () -> {
                            kernels.add(a, b);
                            kernels.add(a, b);
                            kernels.scale(b, 3);
                        });

        float[] result = new float[100];
        kernels.read(b, result, 0);
        assertThat(result).containsOnly(12);
        assertThat(uses)
                .extracting(KernelTimes.Use::kernel)
                .containsExactlyInAnyOrder("add", "scale");
        assertThat(uses)
                .filteredOn(use -> use.kernel().equals("add"))
                .extracting(KernelTimes.Use::cost)
                .containsExactly(new Cost(0, 3 * 400));
        assertThat(uses).isSortedAccordingTo((x, y) -> Double.compare(y.share(), x.share()));
        assertThat(uses).allSatisfy(use -> assertThat(use.share()).isBetween(0.0, 1.0));
        // Each piece of work is counted on its own.
        assertThat(times.of(1, () -> kernels.fill(a, 0)))
                .extracting(KernelTimes.Use::kernel)
                .containsExactly("fill");
    }

    @Test
    void failsAsTheKernelsDo() {
        Tensor a = kernels.allocate(1, 2);
        Tensor b = kernels.allocate(1, 3);
        assertThatIllegalArgumentException().isThrownBy(() -> kernels.add(a, b));
    }
}
