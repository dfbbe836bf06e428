package io.github.mtdnn.model;

import io.github.mtdnn.kernels.Kernels;
import java.util.Optional;

/**
 * What a task has of its own on top of the shared encoder: the network from the encoder's output to
 * the logits, and the criterion that compares those with the labels. A head has one pass at a time
 * in its memory.
 */
interface TaskHead {

    /**
     * The head that a description asks for.
     *
     * @param weights views of the parameters
     * @param grads views of their gradients; empty for inference
     * @param dropoutSite see {@link DropoutKey}
     */
    static TaskHead of(
            HeadSpec spec,
            Kernels kernels,
            ParameterViews weights,
            Optional<ParameterViews> grads,
            int dropoutSite) {
        return switch (spec.type()) {
            case CLASSIFICATION, REGRESSION ->
                    new PooledHead(
                            kernels,
                            weights.head(spec),
                            grads.map(views -> views.head(spec)),
                            spec.dropoutProb(),
                            dropoutSite,
                            Criterion.of(spec));
        };
    }

    /** Makes memory for batches of up to so many tokens and sequences. */
    void reserve(int maxTokens, int maxSequences);

    /** Computes the logits of a batch. */
    void forward(EncodedBatch encoded, DropoutKey key);

    /** Copies the logits of the last pass, row after row, to the beginning of {@code target}. */
    void readLogits(float[] target);

    /**
     * Mean loss of the last pass; keeps its gradient for {@link #backward}.
     *
     * @param labels one per example; the leading entries count
     * @param lossScale factor of the gradient, not of the loss returned
     */
    double loss(double[] labels, double lossScale);

    /**
     * Adds the gradients of the head's weights, and those of what it used of the batch.
     *
     * @param grads dL/d of what {@code encoded} holds; added to
     */
    void backward(EncodedBatch encoded, DropoutKey key, EncodedBatch grads);
}
