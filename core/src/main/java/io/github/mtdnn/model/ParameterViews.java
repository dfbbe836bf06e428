package io.github.mtdnn.model;

import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.Tensor;

/** The flat vector of the parameters, or of their gradients, seen as the weights of each layer. */
final class ParameterViews {
    private final Kernels kernels;
    private final ParameterLayout layout;
    private final Tensor flat;
    private final boolean constant;

    ParameterViews(Kernels kernels, ParameterLayout layout, Tensor flat) {
        this(kernels, layout, flat, false);
    }

    /** Of parameters that keep their values as long as the kernels are open. */
    static ParameterViews ofConstants(Kernels kernels, ParameterLayout layout, Tensor flat) {
        return new ParameterViews(kernels, layout, flat, true);
    }

    private ParameterViews(Kernels kernels, ParameterLayout layout, Tensor flat, boolean constant) {
        long numbers = (long) flat.rows() * flat.columns();
        if (numbers != layout.size()) {
            throw new IllegalArgumentException(
                    "a vector of %d numbers for a network of %d parameters"
                            .formatted(numbers, layout.size()));
        }
        this.kernels = kernels;
        this.layout = layout;
        this.flat = flat;
        this.constant = constant;
    }

    Tensor tensor(String name) {
        return layout.block(name).of(kernels, flat);
    }

    LinearWeights linear(String name) {
        return linear(tensor(name + ".weight"), tensor(name + ".bias"));
    }

    private LinearWeights linear(Tensor weight, Tensor bias) {
        if (constant) {
            kernels.assumeConstant(weight);
        }
        return new LinearWeights(weight, bias);
    }

    LayerNormWeights norm(String name) {
        return new LayerNormWeights(tensor(name + ".weight"), tensor(name + ".bias"));
    }

    EmbeddingWeights embeddings() {
        String name = ParameterNames.EMBEDDINGS;
        return new EmbeddingWeights(
                tensor(ParameterNames.WORD_EMBEDDINGS),
                tensor(name + ".position_embeddings.weight"),
                tensor(name + ".token_type_embeddings.weight"),
                norm(name + ".LayerNorm"));
    }

    EncoderLayerWeights layer(int layer) {
        String name = ParameterNames.layer(layer);
        return new EncoderLayerWeights(
                queryKeyValue(name + ".attention.self"),
                linear(name + ".attention.output.dense"),
                norm(name + ".attention.output.LayerNorm"),
                linear(name + ".intermediate.dense"),
                linear(name + ".output.dense"),
                norm(name + ".output.LayerNorm"));
    }

    LinearWeights pooler() {
        return linear(ParameterNames.POOLER);
    }

    /** One linear map in place of three, which stand side by side: see {@link ParameterLayout}. */
    private LinearWeights queryKeyValue(String name) {
        ParameterBlock weight = layout.block(name + ".query.weight");
        ParameterBlock bias = layout.block(name + ".query.bias");
        int hidden = weight.columns();
        return linear(
                kernels.view(flat, weight.offset(), 3 * hidden, hidden),
                kernels.view(flat, bias.offset(), 1, 3 * hidden));
    }
}
