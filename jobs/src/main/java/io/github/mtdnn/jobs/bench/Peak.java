package io.github.mtdnn.jobs.bench;

import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.Tensor;
import java.util.SplittableRandom;

/** The machine's own limit, measured in the same run as what is held against it. */
final class Peak {
    private static final int SIZE = 2048;
    private static final int REPEATS = 9;

    private Peak() {}

    /** GFLOP/s of a float32 matrix product of 2048 × 2048 × 2048 on random numbers: the median. */
    static double gflops(Kernels kernels) {
        SplittableRandom random = new SplittableRandom(1);
        Tensor a = random(kernels, SIZE, SIZE, random);
        Tensor b = random(kernels, SIZE, SIZE, random);
        Tensor bias = random(kernels, 1, SIZE, random);
        Tensor c = kernels.allocate(SIZE, SIZE);
        double seconds = Median.seconds(2, REPEATS, () -> kernels.linear(a, b, bias, c));
        return 2.0 * SIZE * SIZE * SIZE / seconds / 1e9;
    }

    static Tensor random(Kernels kernels, int rows, int columns, SplittableRandom random) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble() - 0.5);
        }
        Tensor tensor = kernels.allocate(rows, columns);
        kernels.write(values, 0, tensor);
        return tensor;
    }
}
