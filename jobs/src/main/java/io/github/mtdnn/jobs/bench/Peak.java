package io.github.mtdnn.jobs.bench;

import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.Tensor;
import java.util.List;
import java.util.SplittableRandom;

/** The machine's own limit, measured in the same run as what is held against it. */
final class Peak {
    /**
     * The usual cube, and a product of base: rows of 2048 numbers lie so that on some processors
     * they push each other out of the cache, and the cube is not the fastest.
     */
    private static final List<Product> PRODUCTS =
            List.of(new Product(2048, 2048, 2048), new Product(4096, 768, 3072));

    private static final int REPEATS = 9;

    private Peak() {}

    /** A product (rows, inner) × (inner, columns). */
    record Product(int rows, int inner, int columns) {
        @Override
        public String toString() {
            return rows + " x " + inner + " x " + columns;
        }

        private double gflops(Kernels kernels) {
            SplittableRandom random = new SplittableRandom(1);
            Tensor input = random(kernels, rows, inner, random);
            Tensor weight = random(kernels, columns, inner, random);
            Tensor bias = random(kernels, 1, columns, random);
            Tensor output = kernels.allocate(rows, columns);
            double seconds =
                    Median.seconds(2, REPEATS, () -> kernels.linear(input, weight, bias, output));
            return 2.0 * rows * inner * columns / seconds / 1e9;
        }
    }

    /**
     * @param product the fastest of those tried
     * @param gflops GFLOP/s of it in float32, on random numbers: the median
     */
    record Result(Product product, double gflops) {}

    static Result measure(Kernels kernels) {
        Result fastest = new Result(PRODUCTS.get(0), 0);
        for (Product product : PRODUCTS) {
            double gflops = product.gflops(kernels);
            if (gflops > fastest.gflops()) {
                fastest = new Result(product, gflops);
            }
        }
        return fastest;
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
