package io.github.mtdnn.model;

import io.github.mtdnn.data.PackedBatch;

/**
 * Mean cross-entropy over the examples that say whether their second text follows the first: (B, 2)
 * logits. An example without such a label takes no part in it.
 */
final class NextSentenceLoss implements BatchLoss {
    private final CrossEntropy crossEntropy;
    private double[] labels = {};

    NextSentenceLoss(CrossEntropy crossEntropy) {
        this.crossEntropy = crossEntropy;
    }

    @Override
    public double mean(float[] logits, PackedBatch batch, double scale, float[] gradient) {
        int examples = batch.count();
        if (labels.length < examples) {
            labels = new double[examples];
        }
        for (int b = 0; b < examples; b++) {
            double label = batch.labels()[b];
            labels[b] = Double.isNaN(label) ? Criterion.IGNORED : label;
        }
        return crossEntropy.meanLoss(logits, labels, examples, scale, gradient);
    }
}
