package io.github.mtdnn.model;

import io.github.mtdnn.kernels.Tensor;

/**
 * Weights of {@link Embeddings}, or their gradients.
 *
 * @param word (V, D)
 * @param position (positions, D)
 * @param type (types, D)
 */
record EmbeddingWeights(Tensor word, Tensor position, Tensor type, LayerNormWeights norm) {}
