package io.github.mtdnn.model;

import io.github.mtdnn.kernels.Tensor;

/**
 * Weights of a LayerNorm, or their gradients.
 *
 * @param gain (1, D)
 * @param bias (1, D)
 */
record LayerNormWeights(Tensor gain, Tensor bias) {}
