package io.github.mtdnn.model;

import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.failure.DataFormatException;
import java.util.Arrays;

/**
 * Cross-entropy of the best candidate of each group, averaged over the groups:
 *
 * <pre>
 *   loss = -(1/G) Σ_g log Σ_{b best of g} p_b,   p = softmax of the logits of one group
 * </pre>
 *
 * The best candidates are those of the greatest label; where several have it, any of them will do,
 * and none is held against another. A group of equal labels says nothing about an order, so it
 * takes no part.
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
                sum += crossEntropy(logits, batch.labels(), first, end, scale / ranked, gradient);
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

    /**
     * @return -log of the probability that one of the best is chosen
     */
    private static double crossEntropy(
            float[] logits, double[] labels, int first, int end, double scale, float[] gradient) {
        double greatest = Arrays.stream(labels, first, end).max().orElseThrow();
        for (int b = first; b < end; b++) { // the gradient's place holds the logits of the best
            gradient[b] = labels[b] == greatest ? logits[b] : Float.NEGATIVE_INFINITY;
        }
        double logSum = Softmax.logSum(logits, first, 1, end - first);
        double logSumOfBest = Softmax.logSum(gradient, first, 1, end - first);
        for (int b = first; b < end; b++) {
            double amongAll = Math.exp(logits[b] - logSum);
            double amongBest = Math.exp(gradient[b] - logSumOfBest);
            gradient[b] = (float) (scale * (amongAll - amongBest));
        }
        return logSum - logSumOfBest;
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
