package io.github.mtdnn.model;

import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.KernelsFactory;
import java.util.function.Supplier;

/** Every implementation of the arithmetic: tests of the network run with each. */
enum KernelsUnderTest {
    ND4J(KernelsFactory::nd4j),
    CPU(() -> KernelsFactory.cpu(2));

    private final Supplier<Kernels> supplier;

    KernelsUnderTest(Supplier<Kernels> supplier) {
        this.supplier = supplier;
    }

    Kernels open() {
        return supplier.get();
    }
}
