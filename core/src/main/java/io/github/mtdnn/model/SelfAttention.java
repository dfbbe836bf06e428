package io.github.mtdnn.model;

import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.Sequences;
import io.github.mtdnn.kernels.Tensor;

/**
 * Multi-head self-attention block of an encoder layer (Vaswani et al. 2017, section 3.2; with the
 * residual and LayerNorm after it, as in Devlin et al. 2019). Within each sequence, for each
 * attention head a with its D/A columns of Q, K and V:
 *
 * <pre>
 *   [Q K V] = X W_qkvᵀ + b_qkv
 *   P_a = softmax(Q_a K_aᵀ / √(D/A));   C_a = Dropout(P_a) V_a
 *   Y = LayerNorm(X + Dropout(C W_oᵀ + b_o))
 * </pre>
 *
 * Shapes: N tokens of the packed batch, D hidden size, A attention heads.
 */
final class SelfAttention {
    private final Kernels kernels;
    private final EncoderLayerWeights weights;
    private final int layer;
    private final int heads;
    private final double hiddenDropoutProb;
    private final double probabilityDropoutProb;
    private final float epsilon;

    SelfAttention(Kernels kernels, EncoderConfig config, int layer, EncoderLayerWeights weights) {
        this.kernels = kernels;
        this.weights = weights;
        this.layer = layer;
        this.heads = config.numAttentionHeads();
        this.hiddenDropoutProb = config.hiddenDropoutProb();
        this.probabilityDropoutProb = config.attentionProbsDropoutProb();
        this.epsilon = (float) config.layerNormEps();
    }

    /**
     * @param input X: (N, D)
     * @param step where this block keeps what {@link #backward} needs again
     * @return Y: (N, D)
     */
    Tensor forward(Sequences sequences, Tensor input, DropoutKey key, Step step) {
        LinearWeights qkv = weights.queryKeyValue();
        kernels.linear(input, qkv.weight(), qkv.bias(), step.queryKeyValue()); // (N, 3D)
        kernels.attention(
                sequences,
                step.queryKeyValue(),
                heads,
                key.prob(probabilityDropoutProb),
                key.draws(DropoutKey.attentionProbabilities(layer)),
                step.probabilities(),
                step.context()); // (N, D)
        LinearWeights output = weights.attentionOutput();
        kernels.linear(step.context(), output.weight(), output.bias(), step.sum()); // (N, D)
        key.apply(kernels, step.sum(), hiddenDropoutProb, DropoutKey.attentionOutput(layer));
        kernels.add(input, step.sum()); // the residual
        LayerNormWeights norm = weights.attentionNorm();
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
            Sequences sequences,
            Tensor input,
            Tensor grad,
            DropoutKey key,
            Step step,
            Encoder.Scratch scratch,
            EncoderLayerWeights grads) {
        Tensor sumGrad = scratch.sumGrad();
        kernels.layerNormBackward(
                step.sum(),
                step.moments(),
                weights.attentionNorm().gain(),
                grad,
                sumGrad,
                grads.attentionNorm().gain(),
                grads.attentionNorm().bias());
        kernels.copy(sumGrad, grad); // through the residual
        key.apply(kernels, sumGrad, hiddenDropoutProb, DropoutKey.attentionOutput(layer));
        LinearWeights outputGrads = grads.attentionOutput();
        kernels.linearWeightGrad(step.context(), sumGrad, outputGrads.weight(), outputGrads.bias());
        kernels.linearInputGrad(
                sumGrad, weights.attentionOutput().weight(), scratch.contextGrad()); // (N, D)
        kernels.attentionBackward(
                sequences,
                step.queryKeyValue(),
                heads,
                key.prob(probabilityDropoutProb),
                key.draws(DropoutKey.attentionProbabilities(layer)),
                step.probabilities(),
                scratch.contextGrad(),
                scratch.probabilities(),
                scratch.queryKeyValueGrad()); // (N, 3D)
        LinearWeights qkvGrads = grads.queryKeyValue();
        kernels.linearWeightGrad(
                input, scratch.queryKeyValueGrad(), qkvGrads.weight(), qkvGrads.bias());
        kernels.addLinearInputGrad(
                scratch.queryKeyValueGrad(), weights.queryKeyValue().weight(), grad); // (N, D)
    }

    /**
     * Memory of one pass.
     *
     * @param queryKeyValue [Q K V]: (N, 3D)
     * @param probabilities P of all sequences and attention heads
     * @param context C: (N, D)
     * @param sum what LayerNorm sees: (N, D)
     * @param moments of the LayerNorm: (N, 2)
     * @param output Y: (N, D)
     */
    record Step(
            Tensor queryKeyValue,
            Tensor probabilities,
            Tensor context,
            Tensor sum,
            Tensor moments,
            Tensor output) {
        static Step allocate(
                Kernels kernels, EncoderConfig config, int tokens, int attentionElements) {
            int hidden = config.hiddenSize();
            return new Step(
                    kernels.allocate(tokens, 3 * hidden),
                    kernels.allocate(attentionElements, 1),
                    kernels.allocate(tokens, hidden),
                    kernels.allocate(tokens, hidden),
                    kernels.allocate(tokens, 2),
                    kernels.allocate(tokens, hidden));
        }

        void resize(int tokens, int attentionElements) {
            queryKeyValue.resize(tokens);
            probabilities.resize(attentionElements);
            context.resize(tokens);
            sum.resize(tokens);
            moments.resize(tokens);
            output.resize(tokens);
        }
    }
}
