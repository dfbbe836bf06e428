package io.github.mtdnn.jobs.bench;

import io.github.mtdnn.data.PackedBatch;

/** A network whose steps are timed: ours, or somebody else's. */
public interface StepNetwork {
    /** A training step with dropout: gradients of the mean cross-entropy, and an update. */
    void train(PackedBatch batch);

    /**
     * The forward pass without dropout. Weights do not change any more: no training step follows.
     *
     * @param logits receives (B, C) numbers, row after row
     */
    void infer(PackedBatch batch, float[] logits);
}
