package io.github.mtdnn.model;

import io.github.mtdnn.kernels.Tensor;

/**
 * Weights of {@code Y = X Wᵀ + b}, or their gradients.
 *
 * @param weight W: (O, I)
 * @param bias b: (1, O)
 */
record LinearWeights(Tensor weight, Tensor bias) {}
