package io.github.mtdnn.model;

import java.util.Arrays;

/**
 * How far the logits of a task head are from the labels. Computed on the host in double precision;
 * logits are rows of {@link #width()} numbers, one row per example.
 */
public sealed interface Criterion permits CrossEntropy, MeanSquaredError {

    /** The label of an example that takes no part in the loss. */
    double IGNORED = -1;

    /** Numbers in a row of logits, C. */
    int width();

    /** Whether an example with this label takes no part in the loss. */
    boolean ignores(double label);

    /** Loss of the example in row {@code row}. */
    double loss(float[] logits, int row, double label);

    /** Writes row {@code row} of the gradient: scale · d loss / d logits. */
    void gradient(float[] logits, int row, double label, double scale, float[] gradient);

    /**
     * Mean loss over the examples whose label is not ignored; 0 where there is none.
     *
     * @param logits (B, C)
     * @param labels the first B count
     * @param examples B
     * @param scale factor of the gradient, not of the loss returned
     * @param gradient receives scale · d mean loss / d logits: (B, C)
     */
    default double meanLoss(
            float[] logits, double[] labels, int examples, double scale, float[] gradient) {
        int counted = 0;
        for (int row = 0; row < examples; row++) {
            counted += ignores(labels[row]) ? 0 : 1;
        }
        double sum = 0;
        for (int row = 0; row < examples; row++) {
            if (ignores(labels[row])) {
                Arrays.fill(gradient, row * width(), (row + 1) * width(), 0f);
            } else {
                sum += loss(logits, row, labels[row]);
                gradient(logits, row, labels[row], scale / counted, gradient);
            }
        }
        return counted == 0 ? 0 : sum / counted;
    }
}
