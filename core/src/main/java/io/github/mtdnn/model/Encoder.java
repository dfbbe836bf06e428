package io.github.mtdnn.model;

import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.Sequences;
import io.github.mtdnn.kernels.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The shared stack of L layers (Devlin et al. 2019):
 *
 * <pre>
 *   h⁰ = X;   hˡ = EncoderLayerˡ(hˡ⁻¹);   Y = hᴸ
 * </pre>
 *
 * Shapes: N tokens of the packed batch, D hidden size. The input is given, so a pass may begin with
 * the output of {@link Embeddings} or with something made of it.
 */
final class Encoder {
    private final List<EncoderLayer> layers = new ArrayList<>();

    Encoder(Kernels kernels, EncoderConfig config, List<EncoderLayerWeights> weights) {
        for (int layer = 0; layer < weights.size(); layer++) {
            layers.add(new EncoderLayer(kernels, config, layer, weights.get(layer)));
        }
    }

    /**
     * @param input X: (N, D)
     * @param steps memory of each layer
     * @return Y: (N, D)
     */
    Tensor forward(
            Sequences sequences, Tensor input, DropoutKey key, List<EncoderLayer.Step> steps) {
        Tensor hidden = input;
        for (int layer = 0; layer < layers.size(); layer++) {
            hidden = layers.get(layer).forward(sequences, hidden, key, steps.get(layer)); // (N, D)
        }
        return hidden;
    }

    /**
     * @param input X: (N, D)
     * @param grad dL/dY on entry, dL/dX on return: (N, D)
     * @param grads where the gradients of each layer's weights are added
     */
    void backward(
            Sequences sequences,
            Tensor input,
            Tensor grad,
            DropoutKey key,
            List<EncoderLayer.Step> steps,
            Scratch scratch,
            List<EncoderLayerWeights> grads) {
        for (int layer = layers.size() - 1; layer >= 0; layer--) {
            Tensor layerInput = layer == 0 ? input : steps.get(layer - 1).output(); // (N, D)
            layers.get(layer)
                    .backward(
                            sequences,
                            layerInput,
                            grad,
                            key,
                            steps.get(layer),
                            scratch,
                            grads.get(layer));
        }
    }

    /**
     * Memory of the backward pass that a layer needs for a moment only; one set serves all layers.
     *
     * @param sumGrad gradient of what a LayerNorm saw: (N, D)
     * @param contextGrad (N, D)
     * @param queryKeyValueGrad (N, 3D)
     * @param probabilities as large as the attention probabilities of a layer
     * @param innerGrad (N, F)
     */
    record Scratch(
            Tensor sumGrad,
            Tensor contextGrad,
            Tensor queryKeyValueGrad,
            Tensor probabilities,
            Tensor innerGrad) {
        static Scratch allocate(
                Kernels kernels, EncoderConfig config, int tokens, int attentionElements) {
            int hidden = config.hiddenSize();
            return new Scratch(
                    kernels.allocate(tokens, hidden),
                    kernels.allocate(tokens, hidden),
                    kernels.allocate(tokens, 3 * hidden),
                    kernels.allocate(attentionElements, 1),
                    kernels.allocate(tokens, config.intermediateSize()));
        }

        void resize(int tokens, int attentionElements) {
            sumGrad.resize(tokens);
            contextGrad.resize(tokens);
            queryKeyValueGrad.resize(tokens);
            probabilities.resize(attentionElements);
            innerGrad.resize(tokens);
        }
    }
}
