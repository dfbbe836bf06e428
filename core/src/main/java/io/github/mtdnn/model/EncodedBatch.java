package io.github.mtdnn.model;

import io.github.mtdnn.kernels.Sequences;
import io.github.mtdnn.kernels.Tensor;

/**
 * What a task head sees of a batch, or the gradients with respect to it.
 *
 * @param sequences which tokens belong together
 * @param hidden last hidden state of each token: (N, D)
 * @param pooled one vector per sequence: (B, D)
 */
record EncodedBatch(Sequences sequences, Tensor hidden, Tensor pooled) {}
