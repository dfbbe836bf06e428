package io.github.mtdnn.model;

import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.failure.DataFormatException;
import java.util.Arrays;

/**
 * Cross-entropy of the best candidate of each group, averaged over the groups:
 *
 * <pre>
 *   loss = -(1/G) Σ_g log p_best(g),   p = softmax of the logits of one group
 * </pre>
 *
 * The best candidate is the one of the greatest label, the first of them where several have it. A
 * group of equal labels says nothing about an order, so it takes no part.
 *
 * <p>Shapes: B candidates, logits (B, 1), in G groups of any size.
 */
final class RankingLoss implements BatchLoss {
    private final String task;

    /**
     * @param task for messages
     */
    RankingLoss(String task) {
        this.task = task;
    }

    @Override
    public double mean(float[] logits, PackedBatch batch, double scale, float[] gradient) {
        int[] offsets = requireGroups(batch);
        int ranked = 0;
        for (int g = 0; g < batch.groups(); g++) {
            ranked += isRanked(batch.labels(), offsets[g], offsets[g + 1]) ? 1 : 0;
        }
        double sum = 0;
        for (int g = 0; g < batch.groups(); g++) {
            int first = offsets[g];
            int end = offsets[g + 1];
            if (isRanked(batch.labels(), first, end)) {
                int best = best(batch.labels(), first, end);
                sum +=
                        Softmax.crossEntropy(
                                logits, first, 1, end - first, best, scale / ranked, gradient);
            } else {
                Arrays.fill(gradient, first, end, 0f);
            }
        }
        return ranked == 0 ? 0 : sum / ranked;
    }

    private boolean isRanked(double[] labels, int first, int end) {
        boolean differ = false;
        for (int b = first; b < end; b++) {
            if (Double.isNaN(labels[b])) {
                throw new DataFormatException(
                        ("Task %s: a candidate has no label; training needs one for each. Correct"
                                        + " the raw data and prepare it again.")
                                .formatted(task));
            }
            differ |= labels[b] != labels[first];
        }
        return differ;
    }

    private static int best(double[] labels, int first, int end) {
        int best = first;
        for (int b = first + 1; b < end; b++) {
            best = labels[b] > labels[best] ? b : best;
        }
        return best;
    }

    private int[] requireGroups(PackedBatch batch) {
        int[] offsets = batch.groupOffsets();
        if (offsets[0] != 0 || batch.groups() == 0) {
            throw new IllegalArgumentException(
                    "task %s: candidates that belong to no group".formatted(task));
        }
        return offsets;
    }
}
