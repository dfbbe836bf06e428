package io.github.mtdnn.model;

import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.Tensor;
import java.util.Optional;

/**
 * The transform of BERT's masked-LM head ({@code cls.predictions.transform} in a published
 * checkpoint):
 *
 * <pre>
 *   Y = LayerNorm(GELU(X Wᵀ + b))
 * </pre>
 *
 * Shapes: M masked tokens, D hidden size.
 */
final class BertPredictionTransform implements PredictionTransform {
    private final Kernels kernels;
    private final LinearWeights dense;
    private final LayerNormWeights norm;
    private final Optional<LinearWeights> denseGrads;
    private final Optional<LayerNormWeights> normGrads;
    private final float epsilon;
    private Step step;

    /**
     * @param name prefix of the names of its parameters
     */
    BertPredictionTransform(HeadParts parts, String name) {
        this.kernels = parts.kernels();
        this.dense = parts.weights().linear(name + ".dense");
        this.norm = parts.weights().norm(name + ".LayerNorm");
        this.denseGrads = parts.grads().map(views -> views.linear(name + ".dense"));
        this.normGrads = parts.grads().map(views -> views.norm(name + ".LayerNorm"));
        this.epsilon = (float) parts.encoder().layerNormEps();
        reserve(1);
    }

    @Override
    public void reserve(int maxRows) {
        step = Step.allocate(kernels, maxRows, dense.weight().rows());
    }

    @Override
    public Tensor forward(Tensor input) {
        step.resize(input.rows());
        kernels.linear(input, dense.weight(), dense.bias(), step.dense()); // (M, D)
        kernels.gelu(step.dense(), step.activated()); // (M, D)
        kernels.layerNorm(
                step.activated(), norm.gain(), norm.bias(), epsilon, step.output(), step.moments());
        return step.output();
    }

    @Override
    public void backward(Tensor input, Tensor grad) {
        LinearWeights ofDense = denseGrads.orElseThrow();
        LayerNormWeights ofNorm = normGrads.orElseThrow();
        Tensor activatedGrad = step.output(); // Y has served
        kernels.layerNormBackward(
                step.activated(),
                step.moments(),
                norm.gain(),
                grad,
                activatedGrad,
                ofNorm.gain(),
                ofNorm.bias());
        kernels.geluBackward(step.dense(), activatedGrad); // (M, D)
        kernels.linearWeightGrad(input, activatedGrad, ofDense.weight(), ofDense.bias());
        kernels.linearInputGrad(activatedGrad, dense.weight(), grad); // (M, D)
    }

    /**
     * Memory of one pass.
     *
     * @param dense X Wᵀ + b: (M, D)
     * @param activated its GELU: (M, D)
     * @param moments of the LayerNorm: (M, 2)
     * @param output Y, in the backward pass the gradient of {@code activated}: (M, D)
     */
    private record Step(Tensor dense, Tensor activated, Tensor moments, Tensor output) {
        static Step allocate(Kernels kernels, int rows, int hidden) {
            return new Step(
                    kernels.allocate(rows, hidden),
                    kernels.allocate(rows, hidden),
                    kernels.allocate(rows, 2),
                    kernels.allocate(rows, hidden));
        }

        void resize(int rows) {
            dense.resize(rows);
            activated.resize(rows);
            moments.resize(rows);
            output.resize(rows);
        }
    }
}
