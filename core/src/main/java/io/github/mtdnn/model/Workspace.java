package io.github.mtdnn.model;

import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Memory of one pass through the network, made once for the largest batch. In inference all layers
 * share the memory of one.
 *
 * @param size what a batch may have
 * @param layers one per layer; in inference the same for each
 * @param training what only the backward pass needs
 */
record Workspace(
        Size size,
        Embeddings.Step embeddings,
        List<EncoderLayer.Step> layers,
        Pooler.Step pooler,
        Optional<Training> training) {

    /**
     * @param hiddenGrad (N, D)
     * @param pooledGrad (B, D)
     */
    record Training(Encoder.Scratch scratch, Tensor hiddenGrad, Tensor pooledGrad) {}

    /**
     * @param tokens N
     * @param sequences B
     * @param attentionElements see {@link Kernels#attentionSize}
     */
    record Size(int tokens, int sequences, int attentionElements) {
        /** Of a sequence: [CLS] and [SEP]. */
        private static final int LEAST_TOKENS = 2;

        static Size of(long tokens, long sequences, long attentionElements) {
            if (tokens > Integer.MAX_VALUE || attentionElements > Integer.MAX_VALUE) {
                throw new ConfigException(
                        "A batch of %d sequences with %d tokens needs %d attention probabilities per layer; "
                                        .formatted(sequences, tokens, attentionElements)
                                + "at most %d are possible. Use a smaller batch-size with accumulation."
                                        .formatted(Integer.MAX_VALUE));
            }
            return new Size((int) tokens, (int) sequences, (int) attentionElements);
        }

        /**
         * Enough for every batch of at most so many tokens and sequences in which no sequence is
         * longer than the mean of the largest batch: a batch of equal lengths T has the most
         * attention probabilities, A · N · T.
         */
        static Size ofLargest(EncoderConfig config, int tokens, int sequences) {
            long longest = (tokens + sequences - 1L) / sequences;
            return of(tokens, sequences, (long) config.numAttentionHeads() * tokens * longest);
        }

        /**
         * Enough for every batch of at most so many tokens, however long its sequences are: the
         * longest that the encoder takes, or many that have nothing but their two marks. Much of it
         * is hardly ever needed.
         */
        static Size ofAny(EncoderConfig config, int tokens) {
            long longest = Math.min(tokens, config.maxPositionEmbeddings());
            long attention = config.numAttentionHeads() * tokens * longest;
            return of(
                    tokens,
                    Math.max(1, tokens / LEAST_TOKENS),
                    Math.min(Integer.MAX_VALUE, attention));
        }

        boolean holds(Size other) {
            return tokens >= other.tokens
                    && sequences >= other.sequences
                    && attentionElements >= other.attentionElements;
        }

        /** At least both, and half more than before where this was too small. */
        Size grownFor(Size other) {
            return new Size(
                    grown(tokens, other.tokens),
                    grown(sequences, other.sequences),
                    grown(attentionElements, other.attentionElements));
        }

        private static int grown(int have, int need) {
            return need <= have
                    ? have
                    : (int) Math.min(Integer.MAX_VALUE, Math.max(need, have + have / 2L));
        }
    }

    static Workspace allocate(Kernels kernels, EncoderConfig config, Size size, boolean training) {
        int layers = config.numHiddenLayers();
        List<EncoderLayer.Step> steps = new ArrayList<>();
        for (int layer = 0; layer < (training ? layers : 1); layer++) {
            steps.add(
                    EncoderLayer.Step.allocate(
                            kernels, config, size.tokens(), size.attentionElements()));
        }
        return new Workspace(
                size,
                Embeddings.Step.allocate(kernels, config, size.tokens()),
                training ? steps : Collections.nCopies(layers, steps.get(0)),
                Pooler.Step.allocate(kernels, config, size.sequences()),
                training ? Optional.of(allocateTraining(kernels, config, size)) : Optional.empty());
    }

    private static Training allocateTraining(Kernels kernels, EncoderConfig config, Size size) {
        return new Training(
                Encoder.Scratch.allocate(kernels, config, size.tokens(), size.attentionElements()),
                kernels.allocate(size.tokens(), config.hiddenSize()),
                kernels.allocate(size.sequences(), config.hiddenSize()));
    }

    /** Puts the sizes of the batch to come. */
    void resize(Size batch) {
        embeddings.resize(batch.tokens());
        layers.forEach(step -> step.resize(batch.tokens(), batch.attentionElements()));
        pooler.resize(batch.sequences());
        training.ifPresent(
                memory -> {
                    memory.scratch().resize(batch.tokens(), batch.attentionElements());
                    memory.hiddenGrad().resize(batch.tokens());
                    memory.pooledGrad().resize(batch.sequences());
                });
    }
}
