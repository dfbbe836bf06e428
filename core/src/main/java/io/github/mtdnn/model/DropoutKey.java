package io.github.mtdnn.model;

import io.github.mtdnn.kernels.Draws;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.Tensor;

/**
 * What the dropout of one pass depends on. Each place with dropout has its own site number:
 *
 * <pre>
 *   0              embeddings
 *   1 + 3l         attention probabilities of layer l
 *   2 + 3l         output of self-attention of layer l
 *   3 + 3l         output of the feed-forward block of layer l
 *   1 + 3L         the task head
 * </pre>
 *
 * @param active false in inference: nothing is dropped
 * @param seed of the run
 * @param step position of the batch in the plan
 */
record DropoutKey(boolean active, long seed, long step) {
    static final DropoutKey NONE = new DropoutKey(false, 0, 0);
    static final int EMBEDDINGS = 0;

    static DropoutKey of(long seed, long step) {
        return new DropoutKey(true, seed, step);
    }

    static int attentionProbabilities(int layer) {
        return 1 + 3 * layer;
    }

    static int attentionOutput(int layer) {
        return 2 + 3 * layer;
    }

    static int feedForwardOutput(int layer) {
        return 3 + 3 * layer;
    }

    static int taskHead(int layers) {
        return 1 + 3 * layers;
    }

    /**
     * The probability in this pass of what is dropped with probability {@code prob} in training.
     */
    double prob(double prob) {
        return active ? prob : 0;
    }

    Draws draws(int site) {
        return Draws.at(seed, step, site);
    }

    /** Drops entries of a tensor, or of the gradient with respect to it. */
    void apply(Kernels kernels, Tensor tensor, double prob, int site) {
        if (active && prob > 0) {
            kernels.dropout(tensor, prob, draws(site));
        }
    }

    /**
     * The same with one mask for all rows of a sequence.
     *
     * @param sequences the sequence of each row
     */
    void applyPerSequence(Kernels kernels, Tensor tensor, int[] sequences, double prob, int site) {
        if (active && prob > 0) {
            kernels.dropoutOfSharedRows(tensor, sequences, prob, draws(site));
        }
    }
}
