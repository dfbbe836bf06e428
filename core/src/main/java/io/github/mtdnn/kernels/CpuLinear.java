package io.github.mtdnn.kernels;

/**
 * Products with weights, and their gradients. Letters of the shapes are those of {@link Kernels}.
 */
interface CpuLinear {

    /** {@code Y = X Wᵀ + b}. */
    void forward(CpuTensor input, CpuTensor weight, CpuTensor bias, CpuTensor output);

    /** As {@link Kernels#assumeConstant}; it is made use of where weights are packed. */
    default void assumeConstant(CpuTensor weight) {}

    /** {@code dX = dY W}, or {@code dX += dY W} where it adds. */
    void inputGrad(CpuTensor outputGrad, CpuTensor weight, CpuTensor inputGrad, boolean adds);

    /** {@code dW += dYᵀ X} and {@code db += Σ dY}. */
    void weightGrad(
            CpuTensor input, CpuTensor outputGrad, CpuTensor weightGrad, CpuTensor biasGrad);

    /** Frees the memory for intermediate results. */
    void free();
}
