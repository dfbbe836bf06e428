package io.github.mtdnn.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class KernelsFactoryTest {
    @Test
    void choosesTheProcessorsKernelsWhereTheyWork() {
        try (Kernels kernels = KernelsFactory.auto(2, Precision.FLOAT32)) {
            assertThat(kernels.name()).isEqualTo("cpu");
            assertThat(kernels.describe())
                    .matches(
                            "kernels cpu: vectors of \\d+ bits, float32 products by oneDNN with [^,]+,"
                                    + " 2 threads");
        }
    }

    @Test
    void givesEitherOnRequest() {
        try (Kernels cpu = KernelsFactory.cpu(1, Precision.FLOAT32);
                Kernels nd4j = KernelsFactory.nd4j()) {
            assertThat(cpu.name()).isEqualTo("cpu");
            assertThat(nd4j.name()).isEqualTo("nd4j");
            assertThat(nd4j.describe()).startsWith("kernels nd4j: backend CPU, BLAS OPENBLAS");
        }
    }

    @Test
    void saysWhatToDoWithoutTheVectorModule() {
        assertThat(KernelsFactory.obstacle(false, "CPU"))
                .contains(
                        "Java runs without the module jdk.incubator.vector. Add"
                                + " --add-modules=jdk.incubator.vector to its options");
    }

    @Test
    void saysWhatToDoWithABackendOfAnotherDevice() {
        assertThat(KernelsFactory.obstacle(true, "CUDA"))
                .contains("ND4J computes on CUDA. Put its backend nd4j-native on the class path");
    }

    @Test
    void refusesToWorkWithoutThreads() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KernelsFactory.cpu(0, Precision.FLOAT32))
                .withMessage("threads = 0: at least 1");
    }
}
