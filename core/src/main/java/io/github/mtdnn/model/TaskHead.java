package io.github.mtdnn.model;

/**
 * What a task has of its own on top of the shared encoder: the network from the encoder's output to
 * the logits, and the loss that compares those with the labels. A head has one pass at a time in
 * its memory: {@link #forward}, then {@link #readLogits} or {@link #loss} and {@link #backward}.
 *
 * <p>Logits by type of task, for N tokens, B sequences, C classes, M masked tokens, V pieces:
 *
 * <pre>
 *   classification (B, C)    regression (B, 1)    ranking (B, 1)
 *   sequence-labeling (N, C)    span (N, 2): begin and end
 *   masked-lm (M, V), then next sentence (B, 2)
 * </pre>
 */
interface TaskHead {

    /** The head that a description asks for. */
    static TaskHead of(HeadParts parts) {
        String name = parts.name();
        String task = parts.spec().task();
        int classes = parts.spec().numClasses();
        return switch (parts.spec().type()) {
            case CLASSIFICATION ->
                    new LinearHead(
                            parts,
                            name,
                            HeadInput.POOLED,
                            new ExampleLoss(parts.crossEntropy(classes)));
            case REGRESSION ->
                    new LinearHead(
                            parts,
                            name,
                            HeadInput.POOLED,
                            new ExampleLoss(new MeanSquaredError(task)));
            case RANKING -> new LinearHead(parts, name, HeadInput.POOLED, new RankingLoss(task));
            case SPAN -> new LinearHead(parts, name, HeadInput.TOKENS, new SpanLoss(task));
            case SEQUENCE_LABELING ->
                    new LinearHead(
                            parts,
                            name,
                            HeadInput.TOKENS,
                            new TokenLoss(parts.crossEntropy(classes)));
            case MASKED_LM -> MaskedLmHead.of(parts);
        };
    }

    /** Makes memory for batches of up to so many tokens and sequences. */
    void reserve(int maxTokens, int maxSequences);

    /** Computes the logits of a batch. */
    void forward(EncodedBatch encoded, DropoutKey key);

    /**
     * Copies the logits of the last pass, row after row.
     *
     * @param to where in {@code target} they begin
     * @return where they end
     */
    int readLogits(float[] target, int to);

    /**
     * Mean loss of the last pass; keeps its gradient for {@link #backward}, in place of the logits.
     *
     * @param encoded the batch of the last pass, with its labels
     * @param lossScale factor of the gradient, not of the loss returned
     */
    double loss(EncodedBatch encoded, double lossScale);

    /**
     * Adds the gradients of the head's weights, and those of what it used of the batch.
     *
     * @param grads dL/d of what {@code encoded} holds; added to
     */
    void backward(EncodedBatch encoded, DropoutKey key, EncodedBatch grads);
}
