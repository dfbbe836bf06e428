package io.github.mtdnn.kernels;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Kernels whose tensors live in ND4J's memory, so that an array of Deeplearning4j can be computed
 * on where it is.
 */
public interface Nd4jMemory {

    /**
     * A tensor (1, length) over the memory of a vector, without a copy. The array stays its owner's
     * and has to outlive the tensor.
     *
     * @param vector float32, consecutive in memory: shape (length) or (1, length)
     */
    Tensor wrap(INDArray vector);
}
