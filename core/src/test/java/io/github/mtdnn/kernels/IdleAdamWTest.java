package io.github.mtdnn.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdleAdamWTest {
    private static final int SIZE = 500;

    private final Random random = new Random(3);
    private final double[] theta = numbers(0.02);
    private final double[] first = numbers(1e-4);

    /** Of gradients far below ε to far above it. */
    private final double[] second =
            random.doubles(SIZE, -17, -4).map(exponent -> Math.pow(10, exponent)).toArray();

    private double[] numbers(double scale) {
        return random.doubles(SIZE, -scale, scale).map(x -> (float) x).toArray();
    }

    /** One step of a training whose learning rate falls to zero at step 5000. */
    private static UpdateRule.AdamW rule(double beta1, double beta2, long t) {
        double rate = 1e-3 * (1 - t / 5000.0);
        return new UpdateRule.AdamW(
                beta1,
                beta2,
                1e-6,
                1 - 0.01 * rate,
                rate / (1 - Math.pow(beta1, t)),
                1 / Math.sqrt(1 - Math.pow(beta2, t)));
    }

    @ParameterizedTest
    @CsvSource({
        "0.9, 0.999, 99, 1",
        "0.9, 0.999, 99, 7",
        "0.9, 0.999, 99, 300",
        "0.9, 0.999, 2000, 1",
        "0.9, 0.999, 2000, 50",
        "0.9, 0.999, 2000, 2900",
        "0.2, 0.999, 6, 20",
        "0, 0.999, 1, 20",
        "0.9, 0.99, 3000, 100"
    })
    void isThatManyStepsWithoutAGradient(double beta1, double beta2, long after, int steps) {
        IdleAdamW idle = new IdleAdamW();
        double[][] expected = {theta, first, second};
        double[] gradient = new double[SIZE];
        for (long t = after + 1; t <= after + steps; t++) {
            UpdateRule.AdamW rule = rule(beta1, beta2, t);
            assertThat(IdleAdamW.describes(rule)).isTrue();
            idle.add(rule);
            expected = Reference.adamW(rule, 1, gradient, expected[1], expected[2], expected[0]);
        }

        assertClose(idle, expected);
    }

    @Test
    void leavesTheFirstStepsAlone() {
        for (long t = 1; t < 95; t++) {
            assertThat(IdleAdamW.describes(rule(0.9, 0.999, t))).isFalse();
        }
        for (long t = 100; t < 1_000_000; t *= 10) {
            assertThat(IdleAdamW.describes(rule(0.9, 0.999, t))).isTrue();
        }
        assertThat(IdleAdamW.describes(rule(0.9, 0, 100))).isFalse();
    }

    @Test
    void isNoStepAfterClear() {
        IdleAdamW idle = new IdleAdamW();
        idle.add(rule(0.9, 0.999, 500));
        idle.clear();
        assertClose(idle, new double[][] {theta, first, second});
    }

    /** What steps one by one would change is met to a few millionths, and float32's rounding. */
    private void assertClose(IdleAdamW idle, double[][] expected) {
        try (Kernels kernels = new CpuKernels(1, Products.blas())) {
            Tensor[] tensors = {
                tensor(kernels, theta), tensor(kernels, first), tensor(kernels, second)
            };
            kernels.rowUpdates()
                    .orElseThrow()
                    .catchUpRows(
                            new IdleAdamW[] {idle},
                            new int[1],
                            new int[1],
                            1,
                            tensors[1],
                            tensors[2],
                            tensors[0]);
            double[][] before = {theta, first, second};
            for (int i = 0; i < tensors.length; i++) {
                float[] values = new float[SIZE];
                kernels.read(tensors[i], values, 0);
                for (int j = 0; j < SIZE; j++) {
                    double change = Math.abs(expected[i][j] - before[i][j]);
                    double rounding = 1.5e-7 * Math.abs(before[i][j]);
                    assertThat((double) values[j])
                            .isCloseTo(expected[i][j], within(2e-6 * change + rounding));
                }
            }
        }
    }

    private static Tensor tensor(Kernels kernels, double[] values) {
        float[] floats = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            floats[i] = (float) values[i];
        }
        Tensor tensor = kernels.allocate(1, SIZE);
        kernels.write(floats, 0, tensor);
        return tensor;
    }
}
