package io.github.mtdnn.model;

/**
 * Weights of an {@link EncoderLayer}, or their gradients: those of its {@link SelfAttention}, then
 * those of its {@link FeedForward}.
 *
 * @param queryKeyValue [W_q; W_k; W_v]: (3D, D)
 * @param attentionOutput (D, D)
 * @param inner W₁: (F, D)
 * @param outer W₂: (D, F)
 */
record EncoderLayerWeights(
        LinearWeights queryKeyValue,
        LinearWeights attentionOutput,
        LayerNormWeights attentionNorm,
        LinearWeights inner,
        LinearWeights outer,
        LayerNormWeights outputNorm) {}
