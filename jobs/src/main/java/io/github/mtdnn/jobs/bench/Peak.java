package io.github.mtdnn.jobs.bench;

import io.github.mtdnn.jobs.bench.KernelCosts.Cost;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.Tensor;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The machine's own limits, measured in the same run as what is held against them.
 *
 * @param product the fastest of those tried
 * @param flops of it per second, on random numbers
 * @param bytes that a copy from memory to memory reads and writes per second
 */
record Peak(Product product, Samples flops, Samples bytes) {

    /**
     * What is measured, and how often.
     *
     * @param copied numbers of the tensor that is copied
     */
    record Effort(List<Product> products, int copied, int repeats) {
        /**
         * The usual cube, and a product of base: rows of 2048 numbers lie so that on some
         * processors they push each other out of the cache, and the cube is not the fastest. The
         * copy is of 128 MiB, more than a cache holds.
         */
        static final Effort FULL =
                new Effort(
                        List.of(new Product(2048, 2048, 2048), new Product(4096, 768, 3072)),
                        32 << 20,
                        9);
    }

    /** A product (rows, inner) × (inner, columns). */
    record Product(int rows, int inner, int columns) {
        @Override
        public String toString() {
            return rows + " x " + inner + " x " + columns;
        }

        private Samples flopsPerSecond(Kernels kernels, int repeats) {
            SplittableRandom random = new SplittableRandom(1);
            Tensor input = random(kernels, rows, inner, random);
            Tensor weight = random(kernels, columns, inner, random);
            Tensor bias = random(kernels, 1, columns, random);
            Tensor output = kernels.allocate(rows, columns);
            return Samples.ofSeconds(2, repeats, () -> kernels.linear(input, weight, bias, output))
                    .rateOf(2.0 * rows * inner * columns);
        }
    }

    /** Which of the two limits keeps some work from being done faster. */
    enum Bound {
        PRODUCT,
        MEMORY
    }

    static Peak measure(Kernels kernels, Effort effort) {
        Product fastest = null;
        Samples most = null;
        for (Product product : effort.products()) {
            Samples flops = product.flopsPerSecond(kernels, effort.repeats());
            if (most == null || flops.median() > most.median()) {
                fastest = product;
                most = flops;
            }
        }
        return new Peak(fastest, most, bytesPerSecond(kernels, effort));
    }

    private static Samples bytesPerSecond(Kernels kernels, Effort effort) {
        Tensor source = kernels.allocate(1, effort.copied());
        Tensor target = kernels.allocate(1, effort.copied());
        // Memory that nobody has written to yet is one page of zeros, and fits any cache.
        kernels.fill(source, 1);
        return Samples.ofSeconds(2, effort.repeats(), () -> kernels.copy(source, target))
                .rateOf(2.0 * Float.BYTES * effort.copied());
    }

    /** Whether the products or the memory need longer for some work. */
    Bound boundOf(Cost cost) {
        return productSeconds(cost) >= memorySeconds(cost) ? Bound.PRODUCT : Bound.MEMORY;
    }

    /** The least seconds in which this machine could do some work. */
    double leastSeconds(Cost cost) {
        return Math.max(productSeconds(cost), memorySeconds(cost));
    }

    private double productSeconds(Cost cost) {
        return cost.flops() / flops.median();
    }

    private double memorySeconds(Cost cost) {
        return cost.bytes() / bytes.median();
    }

    private static Tensor random(Kernels kernels, int rows, int columns, SplittableRandom random) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble() - 0.5);
        }
        Tensor tensor = kernels.allocate(rows, columns);
        kernels.write(values, 0, tensor);
        return tensor;
    }
}
