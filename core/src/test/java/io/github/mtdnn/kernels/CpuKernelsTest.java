package io.github.mtdnn.kernels;

import org.junit.jupiter.api.Nested;

class CpuKernelsTest {

    @Nested
    class OnOneThread extends KernelsContract {
        @Override
        Kernels newKernels() {
            return new CpuKernels(1);
        }
    }

    @Nested
    class OnTwoThreads extends KernelsContract {
        @Override
        Kernels newKernels() {
            return new CpuKernels(2);
        }
    }
}
