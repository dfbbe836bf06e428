package io.github.mtdnn.model;

import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.Tensor;

/**
 * Position-wise feed-forward block of an encoder layer (Vaswani et al. 2017, section 3.3; with the
 * residual and LayerNorm after it, as in Devlin et al. 2019):
 *
 * <pre>
 *   Y = LayerNorm(X + Dropout(GELU(X W₁ᵀ + b₁) W₂ᵀ + b₂))
 * </pre>
 *
 * Shapes: N tokens of the packed batch, D hidden size, F intermediate size.
 */
final class FeedForward {
    private final Kernels kernels;
    private final EncoderLayerWeights weights;
    private final int layer;
    private final double dropoutProb;
    private final float epsilon;

    FeedForward(Kernels kernels, EncoderConfig config, int layer, EncoderLayerWeights weights) {
        this.kernels = kernels;
        this.weights = weights;
        this.layer = layer;
        this.dropoutProb = config.hiddenDropoutProb();
        this.epsilon = (float) config.layerNormEps();
    }

    /**
     * @param input X: (N, D)
     * @param step where this block keeps what {@link #backward} needs again
     * @return Y: (N, D)
     */
    Tensor forward(Tensor input, DropoutKey key, Step step) {
        LinearWeights inner = weights.inner();
        LinearWeights outer = weights.outer();
        kernels.linear(input, inner.weight(), inner.bias(), step.inner()); // (N, F)
        kernels.gelu(step.inner(), step.activated()); // (N, F)
        kernels.linear(step.activated(), outer.weight(), outer.bias(), step.sum()); // (N, D)
        key.apply(kernels, step.sum(), dropoutProb, DropoutKey.feedForwardOutput(layer));
        kernels.add(input, step.sum()); // the residual
        LayerNormWeights norm = weights.outputNorm();
        kernels.layerNorm(
                step.sum(), norm.gain(), norm.bias(), epsilon, step.output(), step.moments());
        return step.output();
    }

    /**
     * @param input X: (N, D)
     * @param grad dL/dY on entry, dL/dX on return: (N, D)
     * @param scratch memory that the layers share
     * @param grads where the gradients of this block's weights are added
     */
    void backward(
            Tensor input,
            Tensor grad,
            DropoutKey key,
            Step step,
            Encoder.Scratch scratch,
            EncoderLayerWeights grads) {
        Tensor sumGrad = scratch.sumGrad();
        Tensor innerGrad = scratch.innerGrad();
        kernels.layerNormBackward(
                step.sum(),
                step.moments(),
                weights.outputNorm().gain(),
                grad,
                sumGrad,
                grads.outputNorm().gain(),
                grads.outputNorm().bias());
        kernels.copy(sumGrad, grad); // through the residual
        key.apply(kernels, sumGrad, dropoutProb, DropoutKey.feedForwardOutput(layer));
        kernels.linearWeightGrad(
                step.activated(), sumGrad, grads.outer().weight(), grads.outer().bias());
        kernels.linearInputGrad(sumGrad, weights.outer().weight(), innerGrad); // (N, F)
        kernels.geluBackward(step.inner(), innerGrad); // (N, F)
        kernels.linearWeightGrad(input, innerGrad, grads.inner().weight(), grads.inner().bias());
        kernels.addLinearInputGrad(innerGrad, weights.inner().weight(), grad); // (N, D)
    }

    /**
     * Memory of one pass.
     *
     * @param inner X W₁ᵀ + b₁: (N, F)
     * @param activated its GELU: (N, F)
     * @param sum what LayerNorm sees: (N, D)
     * @param moments of the LayerNorm: (N, 2)
     * @param output Y: (N, D)
     */
    record Step(Tensor inner, Tensor activated, Tensor sum, Tensor moments, Tensor output) {
        static Step allocate(Kernels kernels, EncoderConfig config, int tokens) {
            return new Step(
                    kernels.allocate(tokens, config.intermediateSize()),
                    kernels.allocate(tokens, config.intermediateSize()),
                    kernels.allocate(tokens, config.hiddenSize()),
                    kernels.allocate(tokens, 2),
                    kernels.allocate(tokens, config.hiddenSize()));
        }

        void resize(int tokens) {
            inner.resize(tokens);
            activated.resize(tokens);
            sum.resize(tokens);
            moments.resize(tokens);
            output.resize(tokens);
        }
    }
}
