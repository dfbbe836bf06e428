package io.github.mtdnn.model;

import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.Tensor;
import java.util.Optional;

/**
 * Head of a classification or regression task; the two differ in their width and {@link Criterion}
 * (Liu et al. 2019, section 3):
 *
 * <pre>
 *   Z = Dropout(pooled) Wᵀ + b
 * </pre>
 *
 * Shapes: B sequences of the packed batch, D hidden size, C classes (1 in regression).
 */
final class PooledHead implements TaskHead {
    private final Kernels kernels;
    private final LinearWeights weights;
    private final Optional<LinearWeights> grads;
    private final double dropoutProb;
    private final int dropoutSite;
    private final Criterion criterion;

    private Step step;
    private float[] hostLogits = {};
    private float[] hostLogitsGrad = {};

    PooledHead(
            Kernels kernels,
            LinearWeights weights,
            Optional<LinearWeights> grads,
            double dropoutProb,
            int dropoutSite,
            Criterion criterion) {
        this.kernels = kernels;
        this.weights = weights;
        this.grads = grads;
        this.dropoutProb = dropoutProb;
        this.dropoutSite = dropoutSite;
        this.criterion = criterion;
        reserve(1, 1);
    }

    @Override
    public void reserve(int maxTokens, int maxSequences) {
        int classes = weights.weight().rows();
        step = Step.allocate(kernels, maxSequences, weights.weight().columns(), classes);
        hostLogits = new float[maxSequences * classes];
        hostLogitsGrad = new float[maxSequences * classes];
    }

    @Override
    public void forward(EncodedBatch encoded, DropoutKey key) {
        step.resize(encoded.sequences().count());
        kernels.copy(encoded.pooled(), step.input()); // (B, D)
        key.apply(kernels, step.input(), dropoutProb, dropoutSite);
        kernels.linear(step.input(), weights.weight(), weights.bias(), step.logits()); // (B, C)
    }

    @Override
    public void readLogits(float[] target) {
        kernels.read(step.logits(), target, 0);
    }

    @Override
    public double loss(double[] labels, double lossScale) {
        int examples = step.logits().rows();
        kernels.read(step.logits(), hostLogits, 0);
        double loss = criterion.meanLoss(hostLogits, labels, examples, lossScale, hostLogitsGrad);
        kernels.write(hostLogitsGrad, 0, step.logitsGrad()); // (B, C)
        return loss;
    }

    @Override
    public void backward(EncodedBatch encoded, DropoutKey key, EncodedBatch batchGrads) {
        LinearWeights own =
                grads.orElseThrow(() -> new IllegalStateException("a head made for inference"));
        kernels.linearWeightGrad(step.input(), step.logitsGrad(), own.weight(), own.bias());
        kernels.linearInputGrad(step.logitsGrad(), weights.weight(), step.inputGrad()); // (B, D)
        key.apply(kernels, step.inputGrad(), dropoutProb, dropoutSite);
        kernels.add(step.inputGrad(), batchGrads.pooled()); // (B, D)
    }

    /**
     * Memory of one pass.
     *
     * @param input Dropout(pooled): (B, D)
     * @param inputGrad (B, D)
     * @param logits Z: (B, C)
     * @param logitsGrad (B, C)
     */
    private record Step(Tensor input, Tensor inputGrad, Tensor logits, Tensor logitsGrad) {
        static Step allocate(Kernels kernels, int sequences, int hidden, int classes) {
            return new Step(
                    kernels.allocate(sequences, hidden),
                    kernels.allocate(sequences, hidden),
                    kernels.allocate(sequences, classes),
                    kernels.allocate(sequences, classes));
        }

        void resize(int sequences) {
            input.resize(sequences);
            inputGrad.resize(sequences);
            logits.resize(sequences);
            logitsGrad.resize(sequences);
        }
    }
}
