package io.github.mtdnn.jobs.bench;

import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.model.EncoderConfig;
import java.util.List;
import java.util.stream.IntStream;

/** Different batches of random tokens, of which steps are taken in turn. */
final class StepBatches {
    static final int COUNT = 4;

    private final EncoderConfig encoder;
    private final int sequences;
    private final List<PackedBatch> batches;

    /**
     * @param encoder that reads them
     * @param sequences of each batch
     */
    StepBatches(EncoderConfig encoder, int sequences, Lengths lengths) {
        this.encoder = encoder;
        this.sequences = sequences;
        batches =
                IntStream.range(0, COUNT)
                        .mapToObj(
                                i ->
                                        lengths.batch(
                                                sequences,
                                                encoder.vocabSize(),
                                                StepSpec.CLASSES,
                                                i))
                        .toList();
    }

    List<PackedBatch> all() {
        return batches;
    }

    /** Examples of each batch. */
    int sequences() {
        return sequences;
    }

    /** Tokens of a batch, on average. */
    double tokens() {
        return batches.stream().mapToInt(PackedBatch::tokens).average().orElseThrow();
    }

    /** Tokens of the largest batch. */
    int maxTokens() {
        return batches.stream().mapToInt(PackedBatch::tokens).max().orElseThrow();
    }

    /**
     * How many times as many tokens there were if examples were padded to their batch's longest.
     */
    double padding() {
        double padded = 0;
        for (PackedBatch batch : batches) {
            int longest = 0;
            for (int b = 0; b < batch.count(); b++) {
                longest = Math.max(longest, length(batch, b));
            }
            padded += (double) longest * batch.count();
        }
        return padded / (COUNT * tokens());
    }

    /**
     * Operations of the products of a training step, on average: 72 L H² per token, and 12 L H T
     * for attention within a sequence of T tokens; additions and multiplications counted apart.
     */
    double trainingFlops() {
        double layers = encoder.numHiddenLayers();
        double hidden = encoder.hiddenSize();
        double sum = 0;
        for (PackedBatch batch : batches) {
            sum += 72 * layers * hidden * hidden * batch.tokens();
            for (int b = 0; b < batch.count(); b++) {
                double length = length(batch, b);
                sum += 12 * layers * length * length * hidden;
            }
        }
        return sum / COUNT;
    }

    private static int length(PackedBatch batch, int example) {
        return batch.offsets()[example + 1] - batch.offsets()[example];
    }
}
