package io.github.mtdnn.model;

import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.Tensor;
import java.util.Optional;

/**
 * Predicts the pieces behind masked tokens (Devlin et al. 2019, section 3.1). The decoder's weight
 * is the word embeddings E, which so are trained at both ends of the network:
 *
 * <pre>
 *   Z = T Eᵀ + b,   T = {@link PredictionTransform}(X),   X = Dropout(hidden of the masked tokens)
 *   loss = -(1/M) Σ_m log softmax(Z_m)[piece_m]
 * </pre>
 *
 * Tokens that are not masked cost nothing.
 *
 * <p>Shapes: M masked tokens of N, D hidden size, V pieces of the vocabulary.
 */
final class MaskedTokenHead implements TaskHead {
    /** One token in so many is expected to be masked; BERT masks 15 %. */
    private static final int TOKENS_PER_MASKED = 6;

    private final Kernels kernels;
    private final PredictionTransform transform;
    private final LinearWeights decoder;
    private final Optional<LinearWeights> decoderGrads;
    private final double dropoutProb;
    private final int dropoutSite;
    private final MaskedTokens masked;
    private Step step;

    /** T of the last pass, in the transform's memory. */
    private Tensor transformed;

    /**
     * @param decoder E and b
     * @param decoderGrads where their gradients are added; empty for inference
     */
    MaskedTokenHead(
            HeadParts parts,
            PredictionTransform transform,
            LinearWeights decoder,
            Optional<LinearWeights> decoderGrads) {
        this.kernels = parts.kernels();
        this.transform = transform;
        this.decoder = decoder;
        this.decoderGrads = decoderGrads;
        this.dropoutProb = parts.spec().dropoutProb();
        this.dropoutSite = parts.dropoutSite();
        this.masked = new MaskedTokens(parts.spec().task(), parts.encoder().vocabSize());
        allocate(1);
    }

    @Override
    public void reserve(int maxTokens, int maxSequences) {
        allocate(Math.max(1, maxTokens / TOKENS_PER_MASKED));
    }

    private void allocate(int rows) {
        step = Step.allocate(kernels, rows, decoder.weight());
        transform.reserve(rows);
        transformed = step.input();
    }

    @Override
    public void forward(EncodedBatch encoded, DropoutKey key) {
        masked.find(encoded.batch());
        if (masked.count() == 0) {
            return;
        }
        if (masked.count() > step.capacity()) {
            allocate(Math.max(masked.count(), step.capacity() + step.capacity() / 2));
        }
        step.resize(masked.count());
        kernels.gatherRows(encoded.hidden(), masked.rows(), step.input()); // (M, D)
        key.applyPerSequence(kernels, step.input(), masked.sequences(), dropoutProb, dropoutSite);
        transformed = transform.forward(step.input()); // (M, D)
        kernels.linear(transformed, decoder.weight(), decoder.bias(), step.logits()); // (M, V)
    }

    @Override
    public int readLogits(float[] target, int to) {
        if (masked.count() == 0) {
            return to;
        }
        kernels.read(step.logits(), target, to);
        return to + masked.count() * step.logits().columns();
    }

    @Override
    public double loss(EncodedBatch encoded, double lossScale) {
        int count = masked.count();
        if (count == 0) {
            return 0;
        }
        float gradScale = (float) (lossScale / count);
        return kernels.softmaxCrossEntropy(step.logits(), masked.pieces(), gradScale) / count;
    }

    @Override
    public void backward(EncodedBatch encoded, DropoutKey key, EncodedBatch batchGrads) {
        LinearWeights own =
                decoderGrads.orElseThrow(
                        () -> new IllegalStateException("a head made for inference"));
        if (masked.count() == 0) {
            return;
        }
        Tensor logitsGrad = step.logits(); // (M, V)
        Tensor grad = step.grad();
        kernels.linearWeightGrad(transformed, logitsGrad, own.weight(), own.bias());
        kernels.linearInputGrad(logitsGrad, decoder.weight(), grad); // dT: (M, D)
        transform.backward(step.input(), grad); // dX: (M, D)
        key.applyPerSequence(kernels, grad, masked.sequences(), dropoutProb, dropoutSite);
        kernels.addGatheredRowsGrad(grad, masked.rows(), batchGrads.hidden());
    }

    /**
     * Memory of one pass.
     *
     * @param input X: (M, D)
     * @param logits Z, from the loss on its gradient: (M, V)
     * @param grad dT, then dX: (M, D)
     */
    private record Step(Tensor input, Tensor logits, Tensor grad) {
        static Step allocate(Kernels kernels, int rows, Tensor embeddings) {
            return new Step(
                    kernels.allocate(rows, embeddings.columns()),
                    kernels.allocate(rows, embeddings.rows()),
                    kernels.allocate(rows, embeddings.columns()));
        }

        int capacity() {
            return input.capacity();
        }

        void resize(int rows) {
            input.resize(rows);
            logits.resize(rows);
            grad.resize(rows);
        }
    }
}
