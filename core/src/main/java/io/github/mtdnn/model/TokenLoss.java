package io.github.mtdnn.model;

import io.github.mtdnn.data.PackedBatch;

/** Mean cross-entropy over the tokens that have a label: (N, C) logits, a class per token. */
final class TokenLoss implements BatchLoss {
    private final CrossEntropy crossEntropy;
    private double[] labels = {};

    TokenLoss(CrossEntropy crossEntropy) {
        this.crossEntropy = crossEntropy;
    }

    @Override
    public double mean(float[] logits, PackedBatch batch, double scale, float[] gradient) {
        int tokens = batch.tokens();
        int[] tokenLabels = batch.tokenLabels();
        if (labels.length < tokens) {
            labels = new double[tokens];
        }
        for (int n = 0; n < tokens; n++) {
            // Neither tokens without a label nor those of which it is not known teach anything.
            labels[n] = tokenLabels[n] < 0 ? Criterion.IGNORED : tokenLabels[n];
        }
        return crossEntropy.meanLoss(logits, labels, tokens, scale, gradient);
    }
}
