package io.github.mtdnn.model;

import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.Sequences;
import io.github.mtdnn.kernels.Tensor;

/**
 * Input of the encoder (Devlin et al. 2019, section 3): for token n with id, position and type
 *
 * <pre>
 *   Y_n = Dropout(LayerNorm(word[id_n] + position[pos_n] + type[type_n]))
 * </pre>
 *
 * Shapes: N tokens of the packed batch, D hidden size.
 */
final class Embeddings {
    private final Kernels kernels;
    private final EmbeddingWeights weights;
    private final double dropoutProb;
    private final float epsilon;

    Embeddings(Kernels kernels, EncoderConfig config, EmbeddingWeights weights) {
        this.kernels = kernels;
        this.weights = weights;
        this.dropoutProb = config.hiddenDropoutProb();
        this.epsilon = (float) config.layerNormEps();
    }

    /**
     * @param step where this layer keeps what {@link #backward} needs again
     * @return Y: (N, D)
     */
    Tensor forward(Sequences sequences, DropoutKey key, Step step) {
        kernels.embed(
                sequences,
                weights.word(),
                weights.position(),
                weights.type(),
                step.sum()); // (N, D)
        LayerNormWeights norm = weights.norm();
        kernels.layerNorm(
                step.sum(), norm.gain(), norm.bias(), epsilon, step.output(), step.moments());
        key.apply(kernels, step.output(), dropoutProb, DropoutKey.EMBEDDINGS);
        return step.output();
    }

    /**
     * @param outputGrad dL/dY: (N, D); its contents are lost
     * @param sumGrad scratch: (N, D)
     * @param grads where the gradients of the weights are added
     */
    void backward(
            Sequences sequences,
            Tensor outputGrad,
            DropoutKey key,
            Step step,
            Tensor sumGrad,
            EmbeddingWeights grads) {
        key.apply(kernels, outputGrad, dropoutProb, DropoutKey.EMBEDDINGS);
        kernels.layerNormBackward(
                step.sum(),
                step.moments(),
                weights.norm().gain(),
                outputGrad,
                sumGrad,
                grads.norm().gain(),
                grads.norm().bias());
        kernels.embedBackward(sequences, sumGrad, grads.word(), grads.position(), grads.type());
    }

    /**
     * Memory of one pass.
     *
     * @param sum word + position + type: (N, D)
     * @param moments of the LayerNorm: (N, 2)
     * @param output Y: (N, D)
     */
    record Step(Tensor sum, Tensor moments, Tensor output) {
        static Step allocate(Kernels kernels, EncoderConfig config, int tokens) {
            return new Step(
                    kernels.allocate(tokens, config.hiddenSize()),
                    kernels.allocate(tokens, 2),
                    kernels.allocate(tokens, config.hiddenSize()));
        }

        void resize(int tokens) {
            sum.resize(tokens);
            moments.resize(tokens);
            output.resize(tokens);
        }
    }
}
