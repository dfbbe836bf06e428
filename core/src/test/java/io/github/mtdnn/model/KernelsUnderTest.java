package io.github.mtdnn.model;

import io.github.mtdnn.golden.GoldenFile;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.KernelsFactory;
import io.github.mtdnn.kernels.Precision;
import java.util.function.Supplier;

/** Every implementation of the arithmetic: tests of the network run with each. */
enum KernelsUnderTest {
    ND4J(GoldenFile.Precision.FLOAT32, KernelsFactory::nd4j),
    CPU(GoldenFile.Precision.FLOAT32, () -> KernelsFactory.cpu(2, Precision.FLOAT32)),

    /** On a processor that cannot multiply it, the same as {@link #CPU}. */
    CPU_BF16(GoldenFile.Precision.BF16, () -> KernelsFactory.cpu(2, Precision.BF16));

    private final GoldenFile.Precision precision;
    private final Supplier<Kernels> supplier;

    KernelsUnderTest(GoldenFile.Precision precision, Supplier<Kernels> supplier) {
        this.precision = precision;
        this.supplier = supplier;
    }

    Kernels open() {
        return supplier.get();
    }

    /** Recorded numbers, compared as closely as these kernels compute. */
    GoldenFile golden(String name) {
        return GoldenFile.open(name, precision);
    }
}
