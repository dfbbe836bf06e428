package io.github.mtdnn.model;

import io.github.mtdnn.data.PackedBatch;

/**
 * Mean of a {@link Criterion} over the examples of a batch: (B, C) logits, a label per example.
 *
 * @param criterion of one example
 */
record ExampleLoss(Criterion criterion) implements BatchLoss {

    @Override
    public double mean(float[] logits, PackedBatch batch, double scale, float[] gradient) {
        return criterion.meanLoss(logits, batch.labels(), batch.count(), scale, gradient);
    }
}
