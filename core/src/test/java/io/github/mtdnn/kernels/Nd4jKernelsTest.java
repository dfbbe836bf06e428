package io.github.mtdnn.kernels;

class Nd4jKernelsTest extends KernelsContract {
    @Override
    Kernels newKernels() {
        return new Nd4jKernels();
    }
}
