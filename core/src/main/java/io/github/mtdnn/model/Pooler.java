package io.github.mtdnn.model;

import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.Sequences;
import io.github.mtdnn.kernels.Tensor;

/**
 * One vector per sequence, made from the hidden state of its first token (Devlin et al. 2019):
 *
 * <pre>
 *   Y_b = tanh(X_first(b) Wᵀ + β)
 * </pre>
 *
 * Shapes: N tokens and B sequences of the packed batch, D hidden size.
 */
final class Pooler {
    private final Kernels kernels;
    private final LinearWeights weights;

    Pooler(Kernels kernels, LinearWeights weights) {
        this.kernels = kernels;
        this.weights = weights;
    }

    /**
     * @param input X: (N, D)
     * @param step where this layer keeps what {@link #backward} needs again
     * @return Y: (B, D)
     */
    Tensor forward(Sequences sequences, Tensor input, Step step) {
        kernels.gatherRows(input, sequences.offsets(), step.first()); // (B, D)
        kernels.linear(step.first(), weights.weight(), weights.bias(), step.dense()); // (B, D)
        kernels.tanh(step.dense(), step.output()); // (B, D)
        return step.output();
    }

    /**
     * @param outputGrad dL/dY: (B, D); its contents are lost
     * @param inputGrad where dL/dX is added: (N, D)
     * @param grads where the gradients of the weights are added
     */
    void backward(
            Sequences sequences,
            Tensor outputGrad,
            Step step,
            Tensor inputGrad,
            LinearWeights grads) {
        kernels.tanhBackward(step.output(), outputGrad); // (B, D)
        kernels.linearWeightGrad(step.first(), outputGrad, grads.weight(), grads.bias());
        kernels.linearInputGrad(outputGrad, weights.weight(), step.dense()); // (B, D)
        kernels.addGatheredRowsGrad(step.dense(), sequences.offsets(), inputGrad);
    }

    /**
     * Memory of one pass.
     *
     * @param first hidden state of each first token: (B, D)
     * @param dense before tanh; in the backward pass the gradient of {@code first}: (B, D)
     * @param output Y: (B, D)
     */
    record Step(Tensor first, Tensor dense, Tensor output) {
        static Step allocate(Kernels kernels, EncoderConfig config, int sequences) {
            int hidden = config.hiddenSize();
            return new Step(
                    kernels.allocate(sequences, hidden),
                    kernels.allocate(sequences, hidden),
                    kernels.allocate(sequences, hidden));
        }

        void resize(int sequences) {
            first.resize(sequences);
            dense.resize(sequences);
            output.resize(sequences);
        }
    }
}
