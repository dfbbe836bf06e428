package io.github.mtdnn.model;

import io.github.mtdnn.kernels.Tensor;

/**
 * The head of a masked-LM task: {@link MaskedTokenHead}, and next-sentence prediction, which takes
 * part in the loss where examples have a label. What is beside the word embeddings depends on the
 * {@link HeadForm}:
 *
 * <pre>
 *   standard    transform and bias;   next sentence from pooled
 *   mt-dnn      neither;              next sentence from hidden of the first token
 * </pre>
 */
final class MaskedLmHead {
    private MaskedLmHead() {}

    static TaskHead of(HeadParts parts) {
        String nextSentence = ParameterNames.nextSentence(parts.spec().task());
        BatchLoss loss = new NextSentenceLoss(parts.crossEntropy(HeadSpec.NEXT_SENTENCE_CLASSES));
        return switch (parts.spec().form()) {
            case STANDARD ->
                    new JointHead(
                            withTransform(parts),
                            new LinearHead(parts, nextSentence, HeadInput.POOLED, loss));
            case MTDNN ->
                    new JointHead(
                            withoutTransform(parts),
                            new LinearHead(parts, nextSentence, HeadInput.FIRST_TOKENS, loss));
        };
    }

    private static TaskHead withTransform(HeadParts parts) {
        String task = parts.spec().task();
        String bias = ParameterNames.predictionBias(task);
        return new MaskedTokenHead(
                parts,
                new BertPredictionTransform(parts, ParameterNames.predictionTransform(task)),
                decoder(parts.weights(), parts.weights().tensor(bias)),
                parts.grads().map(views -> decoder(views, views.tensor(bias))));
    }

    /** A bias that stays 0, and memory nobody reads for what would be its gradient. */
    private static TaskHead withoutTransform(HeadParts parts) {
        int pieces = parts.encoder().vocabSize();
        return new MaskedTokenHead(
                parts,
                PredictionTransform.NONE,
                decoder(parts.weights(), parts.kernels().allocate(1, pieces)),
                parts.grads().map(views -> decoder(views, parts.kernels().allocate(1, pieces))));
    }

    private static LinearWeights decoder(ParameterViews views, Tensor bias) {
        return new LinearWeights(views.embeddings().word(), bias);
    }
}
