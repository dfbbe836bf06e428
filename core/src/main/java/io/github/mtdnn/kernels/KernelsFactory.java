package io.github.mtdnn.kernels;

import io.github.mtdnn.failure.EnvironmentException;
import java.util.Optional;

/**
 * Makes the kernels that a job computes with: one of these methods for each value of the
 * configuration key {@code kernels.implementation}.
 */
public final class KernelsFactory {
    private static final String VECTOR_MODULE = "jdk.incubator.vector";

    /** Below, a processor has no fused multiply-add on x86, and the loops would be slow. */
    private static final int LEAST_VECTOR_BITS = 256;

    private KernelsFactory() {}

    /**
     * The fastest kernels that work here: those for the processor, unless ND4J computes on another
     * device or Java gives no access to vector instructions.
     *
     * @param threads that compute, with the calling one; kernels of ND4J use its own
     * @param precision of products; kernels of ND4J know float32 only
     */
    public static Kernels auto(int threads, Precision precision) {
        return obstacleToCpu().isEmpty()
                ? new CpuKernels(threads, Products.of(precision))
                : new Nd4jKernels();
    }

    /**
     * Kernels for the processor.
     *
     * @param threads that compute, with the calling one
     * @param precision of products
     * @throws EnvironmentException where they cannot work
     */
    public static Kernels cpu(int threads, Precision precision) {
        Optional<String> obstacle = obstacleToCpu();
        if (obstacle.isPresent()) {
            throw new EnvironmentException(
                    "kernels.implementation = cpu: %s, or set it to auto or nd4j."
                            .formatted(obstacle.get()));
        }
        return new CpuKernels(threads, Products.of(precision));
    }

    /** Kernels of ND4J's operations, on whatever backend is on the class path. */
    public static Kernels nd4j() {
        return new Nd4jKernels();
    }

    /** Why {@link #cpu} cannot work here and what would help; empty where it can. */
    private static Optional<String> obstacleToCpu() {
        return obstacle(
                ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent(), Nd4jKernels.backend());
    }

    static Optional<String> obstacle(boolean vectorModule, String backend) {
        if (!vectorModule) {
            return Optional.of(
                    "Java runs without the module %s. Add --add-modules=%s to its options"
                            .formatted(VECTOR_MODULE, VECTOR_MODULE));
        }
        if (!backend.equals("CPU")) {
            return Optional.of(
                    "ND4J computes on %s. Put its backend nd4j-native on the class path"
                            .formatted(backend));
        }
        int bits = Lanes.FLOATS.vectorBitSize();
        if (bits < LEAST_VECTOR_BITS && isX86()) {
            return Optional.of(
                    "Java uses vectors of %d bits on this processor, needed are %d. Use one with AVX2"
                            .formatted(bits, LEAST_VECTOR_BITS));
        }
        return Optional.empty();
    }

    private static boolean isX86() {
        String architecture = System.getProperty("os.arch");
        return architecture.equals("amd64") || architecture.equals("x86_64");
    }
}
