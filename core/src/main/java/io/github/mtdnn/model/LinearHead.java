package io.github.mtdnn.model;

import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.Tensor;
import java.util.Optional;

/**
 * A linear layer on one vector per sequence or per token (Liu et al. 2019, section 3). Heads of
 * this kind differ in their {@link HeadInput}, their width and their {@link BatchLoss}:
 *
 * <pre>
 *   Z = Dropout(X) Wᵀ + b
 * </pre>
 *
 * Shapes: R rows (sequences or tokens of the packed batch), D hidden size, C columns of logits.
 */
final class LinearHead implements TaskHead {
    private final Kernels kernels;
    private final LinearWeights weights;
    private final Optional<LinearWeights> grads;
    private final double dropoutProb;
    private final int dropoutSite;
    private final HeadInput input;
    private final BatchLoss loss;

    private Step step;
    private int[] sequences = {};
    private float[] hostLogits = {};
    private float[] hostLogitsGrad = {};

    /**
     * @param name of its weight and bias
     */
    LinearHead(HeadParts parts, String name, HeadInput input, BatchLoss loss) {
        this.kernels = parts.kernels();
        this.weights = parts.weights().linear(name);
        this.grads = parts.grads().map(views -> views.linear(name));
        this.dropoutProb = parts.spec().dropoutProb();
        this.dropoutSite = parts.dropoutSite();
        this.input = input;
        this.loss = loss;
        reserve(1, 1);
    }

    @Override
    public void reserve(int maxTokens, int maxSequences) {
        int rows = input.rows(maxTokens, maxSequences);
        int columns = weights.weight().rows();
        step = Step.allocate(kernels, rows, weights.weight().columns(), columns);
        sequences = new int[rows];
        hostLogits = new float[rows * columns];
        hostLogitsGrad = new float[rows * columns];
    }

    @Override
    public void forward(EncodedBatch encoded, DropoutKey key) {
        PackedBatch batch = encoded.batch();
        step.resize(input.rows(batch.tokens(), batch.count()));
        input.fillSequences(batch, sequences);
        input.read(encoded, kernels, step.input()); // (R, D)
        key.applyPerSequence(kernels, step.input(), sequences, dropoutProb, dropoutSite);
        kernels.linear(step.input(), weights.weight(), weights.bias(), step.logits()); // (R, C)
    }

    @Override
    public int readLogits(float[] target, int to) {
        kernels.read(step.logits(), target, to);
        return to + step.logits().rows() * step.logits().columns();
    }

    @Override
    public double loss(EncodedBatch encoded, double lossScale) {
        readLogits(hostLogits, 0);
        double mean = loss.mean(hostLogits, encoded.batch(), lossScale, hostLogitsGrad);
        kernels.write(hostLogitsGrad, 0, step.logits()); // dZ: (R, C)
        return mean;
    }

    @Override
    public void backward(EncodedBatch encoded, DropoutKey key, EncodedBatch batchGrads) {
        LinearWeights own =
                grads.orElseThrow(() -> new IllegalStateException("a head made for inference"));
        Tensor logitsGrad = step.logits();
        kernels.linearWeightGrad(step.input(), logitsGrad, own.weight(), own.bias());
        Tensor inputGrad = step.input(); // X has served
        kernels.linearInputGrad(logitsGrad, weights.weight(), inputGrad); // (R, D)
        key.applyPerSequence(kernels, inputGrad, sequences, dropoutProb, dropoutSite);
        input.addGrad(inputGrad, kernels, batchGrads);
    }

    /**
     * Memory of one pass.
     *
     * @param input Dropout(X), in the end its gradient: (R, D)
     * @param logits Z, from the loss on its gradient: (R, C)
     */
    private record Step(Tensor input, Tensor logits) {
        static Step allocate(Kernels kernels, int rows, int hidden, int columns) {
            return new Step(kernels.allocate(rows, hidden), kernels.allocate(rows, columns));
        }

        void resize(int rows) {
            input.resize(rows);
            logits.resize(rows);
        }
    }
}
