package io.github.mtdnn.model;

import io.github.mtdnn.failure.DataFormatException;

/**
 * Squared error of a predicted score z and the score y:
 *
 * <pre>
 *   loss = (z - y)²;   d loss / dz = 2 (z - y)
 * </pre>
 */
public final class MeanSquaredError implements Criterion {
    private final String task;

    /**
     * @param task for messages
     */
    public MeanSquaredError(String task) {
        this.task = task;
    }

    @Override
    public int width() {
        return 1;
    }

    /** Every number is a score. */
    @Override
    public boolean ignores(double label) {
        return false;
    }

    @Override
    public double loss(float[] logits, int row, double label) {
        double difference = logits[row] - requireScore(label);
        return difference * difference;
    }

    @Override
    public void gradient(float[] logits, int row, double label, double scale, float[] gradient) {
        gradient[row] = (float) (scale * 2 * (logits[row] - requireScore(label)));
    }

    private double requireScore(double label) {
        if (!Double.isFinite(label)) {
            throw new DataFormatException(
                    "Task %s: an example has the score %s; training needs a finite number. "
                                    .formatted(task, label)
                            + "Correct the raw data and prepare it again.");
        }
        return label;
    }
}
