package io.github.mtdnn.model;

/**
 * Softmax over some of the numbers of a larger array, {@code count} of them, each {@code stride}
 * behind the one before. Numbers of -∞ are left out: their probability is 0.
 */
final class Softmax {
    private Softmax() {}

    /** log Σ e^z, which is z minus the logarithm of its probability for each z. */
    static double logSum(float[] logits, int first, int stride, int count) {
        int end = first + stride * count;
        double max = Double.NEGATIVE_INFINITY;
        for (int i = first; i < end; i += stride) {
            max = Math.max(max, logits[i]);
        }
        double sum = 0;
        for (int i = first; i < end; i += stride) {
            sum += Math.exp(logits[i] - max);
        }
        return max + Math.log(sum);
    }

    /**
     * Cross-entropy of the number at {@code right}: {@code loss = -log p_right}.
     *
     * @param right index in the array
     * @param scale factor of the gradient, not of the loss returned
     * @param gradient receives scale · (p - onehot(right)) at the same places
     */
    static double crossEntropy(
            float[] logits,
            int first,
            int stride,
            int count,
            int right,
            double scale,
            float[] gradient) {
        double logSum = logSum(logits, first, stride, count);
        for (int i = first; i < first + stride * count; i += stride) {
            double probability = Math.exp(logits[i] - logSum);
            gradient[i] = (float) (scale * (probability - (i == right ? 1 : 0)));
        }
        return logSum - logits[right];
    }
}
