package io.github.mtdnn.model;

import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.Sequences;
import io.github.mtdnn.kernels.Tensor;

/**
 * One layer of the encoder (Vaswani et al. 2017, section 3.1):
 *
 * <pre>
 *   Y = FeedForward(SelfAttention(X))
 * </pre>
 *
 * Shapes: N tokens of the packed batch, D hidden size.
 */
final class EncoderLayer {
    private final SelfAttention attention;
    private final FeedForward feedForward;

    EncoderLayer(Kernels kernels, EncoderConfig config, int layer, EncoderLayerWeights weights) {
        this.attention = new SelfAttention(kernels, config, layer, weights);
        this.feedForward = new FeedForward(kernels, config, layer, weights);
    }

    /**
     * @param input X: (N, D). May be {@code step.output()}, as long as no backward pass follows
     * @return Y: (N, D)
     */
    Tensor forward(Sequences sequences, Tensor input, DropoutKey key, Step step) {
        Tensor attended = attention.forward(sequences, input, key, step.attention()); // (N, D)
        return feedForward.forward(attended, key, step.feedForward()); // (N, D)
    }

    /**
     * @param input X: (N, D)
     * @param grad dL/dY on entry, dL/dX on return: (N, D)
     */
    void backward(
            Sequences sequences,
            Tensor input,
            Tensor grad,
            DropoutKey key,
            Step step,
            Encoder.Scratch scratch,
            EncoderLayerWeights grads) {
        feedForward.backward(
                step.attention().output(), grad, key, step.feedForward(), scratch, grads);
        attention.backward(sequences, input, grad, key, step.attention(), scratch, grads);
    }

    /** Memory of one pass. */
    record Step(SelfAttention.Step attention, FeedForward.Step feedForward) {
        static Step allocate(
                Kernels kernels, EncoderConfig config, int tokens, int attentionElements) {
            return new Step(
                    SelfAttention.Step.allocate(kernels, config, tokens, attentionElements),
                    FeedForward.Step.allocate(kernels, config, tokens));
        }

        Tensor output() {
            return feedForward.output();
        }

        void resize(int tokens, int attentionElements) {
            attention.resize(tokens, attentionElements);
            feedForward.resize(tokens);
        }
    }
}
