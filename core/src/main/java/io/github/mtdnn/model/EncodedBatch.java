package io.github.mtdnn.model;

import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.kernels.Tensor;

/**
 * What a task head sees of a batch, or the gradients with respect to it.
 *
 * @param batch which tokens belong together, and the labels
 * @param hidden last hidden state of each token: (N, D)
 * @param pooled one vector per sequence: (B, D)
 */
record EncodedBatch(PackedBatch batch, Tensor hidden, Tensor pooled) {}
