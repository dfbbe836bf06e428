package io.github.mtdnn.model;

import io.github.mtdnn.failure.DataFormatException;

/**
 * Cross-entropy of a row of logits z and a class y:
 *
 * <pre>
 *   loss = -log p_y,   p = softmax(z);   d loss / dz = p - onehot(y)
 * </pre>
 */
public final class CrossEntropy implements Criterion {
    private final String task;
    private final int numClasses;

    /**
     * @param task for messages
     * @param numClasses C
     */
    public CrossEntropy(String task, int numClasses) {
        this.task = task;
        this.numClasses = numClasses;
    }

    @Override
    public int width() {
        return numClasses;
    }

    @Override
    public boolean ignores(double label) {
        return label == IGNORED;
    }

    @Override
    public double loss(float[] logits, int row, double label) {
        return Softmax.logSum(logits, row * numClasses, 1, numClasses)
                - logits[row * numClasses + requireClass(label)];
    }

    @Override
    public void gradient(float[] logits, int row, double label, double scale, float[] gradient) {
        int start = row * numClasses;
        int right = start + requireClass(label);
        Softmax.crossEntropy(logits, start, 1, numClasses, right, scale, gradient);
    }

    /** Writes softmax of row {@code row} to the same row of {@code target}. */
    public void probabilities(float[] logits, int row, float[] target) {
        double logSum = Softmax.logSum(logits, row * numClasses, 1, numClasses);
        for (int i = row * numClasses; i < (row + 1) * numClasses; i++) {
            target[i] = (float) Math.exp(logits[i] - logSum);
        }
    }

    private int requireClass(double label) {
        int index = (int) label;
        if (index != label || index < 0 || index >= numClasses) {
            throw new DataFormatException(
                    "Task %s: an example has the label %s, but the task head has the classes 0 to %d. "
                                    .formatted(task, label, numClasses - 1)
                            + "Prepare the data again with the task definition that the network was"
                            + " made with.");
        }
        return index;
    }
}
