package io.github.mtdnn.spark.train.environment;

import io.github.mtdnn.model.EncoderConfig;
import io.github.mtdnn.model.NetworkSpec;
import io.github.mtdnn.model.ParameterLayout;

/** How much memory outside the heap the training of a network takes. */
public final class TrainingMemory {
    /** Parameters, gradient, first and second moment. */
    private static final int VECTORS = 4;

    /** Matrices of hidden size that a layer keeps per token for its backward pass. */
    private static final int HIDDEN_PER_LAYER = 9;

    /** Matrices of intermediate size, likewise. */
    private static final int INNER_PER_LAYER = 2;

    private TrainingMemory() {}

    /**
     * An estimate from above for one worker, in bytes.
     *
     * @param batchSize examples of the largest batch, B
     * @param maxSeqLength tokens of the longest example, T
     */
    public static long bytesPerWorker(NetworkSpec network, int batchSize, int maxSeqLength) {
        EncoderConfig encoder = network.encoder();
        long tokens = (long) batchSize * maxSeqLength;
        long perToken =
                (long) HIDDEN_PER_LAYER * encoder.hiddenSize()
                        + (long) INNER_PER_LAYER * encoder.intermediateSize()
                        + (long) encoder.numAttentionHeads() * maxSeqLength;
        // One layer's worth more for the gradients, which the layers share.
        long activations = (encoder.numHiddenLayers() + 1) * tokens * perToken;
        return Float.BYTES * (VECTORS * new ParameterLayout(network).size() + activations);
    }
}
