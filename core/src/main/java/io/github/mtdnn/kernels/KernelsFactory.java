package io.github.mtdnn.kernels;

/** Makes the kernels that a job computes with. */
public final class KernelsFactory {
    private KernelsFactory() {}

    /** Kernels of ND4J's operations, on whatever backend is on the class path. */
    public static Kernels nd4j() {
        return new Nd4jKernels();
    }

    /** Kernels of vector instructions and BLAS on this machine's cores. */
    public static Kernels cpu(int threads) {
        return new CpuKernels(threads);
    }
}
