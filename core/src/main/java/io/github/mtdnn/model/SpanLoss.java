package io.github.mtdnn.model;

import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.failure.DataFormatException;
import java.util.Arrays;

/**
 * Cross-entropy of the first and of the last token of the answers (Devlin et al. 2019, section
 * 4.2):
 *
 * <pre>
 *   loss = ½ (mean_b -log p_b[start_b]  +  mean_b -log q_b[end_b])
 *   p_b, q_b = softmax of column 0, column 1 over the tokens of sequence b that may be an answer
 * </pre>
 *
 * Each mean is over the sequences whose answer is known. No answer is the first token.
 *
 * <p>Shapes: N tokens, B sequences, logits (N, 2).
 */
final class SpanLoss implements BatchLoss {
    private static final int COLUMNS = 2;

    private final String task;

    /**
     * @param task for messages
     */
    SpanLoss(String task) {
        this.task = task;
    }

    /** Overwrites the logits of tokens that may not be an answer. */
    @Override
    public double mean(float[] logits, PackedBatch batch, double scale, float[] gradient) {
        int[] mask = batch.answerMask();
        for (int n = 0; n < batch.tokens(); n++) {
            if (mask[n] == 0) {
                Arrays.fill(logits, n * COLUMNS, (n + 1) * COLUMNS, Float.NEGATIVE_INFINITY);
            }
        }
        double start = meanOfColumn(0, batch.spanStarts(), logits, batch, scale / 2, gradient);
        double end = meanOfColumn(1, batch.spanEnds(), logits, batch, scale / 2, gradient);
        return (start + end) / 2;
    }

    private double meanOfColumn(
            int column,
            int[] positions,
            float[] logits,
            PackedBatch batch,
            double scale,
            float[] gradient) {
        int known = 0;
        for (int b = 0; b < batch.count(); b++) {
            known += positions[b] == EncodedExample.NO_SPAN ? 0 : 1;
        }
        double sum = 0;
        for (int b = 0; b < batch.count(); b++) {
            int first = batch.offsets()[b];
            int length = batch.offsets()[b + 1] - first;
            int at = first * COLUMNS + column;
            if (positions[b] == EncodedExample.NO_SPAN) {
                for (int i = 0; i < length; i++) {
                    gradient[at + i * COLUMNS] = 0;
                }
            } else {
                requireAnswer(positions[b], first, length, batch.answerMask());
                int right = at + positions[b] * COLUMNS;
                sum +=
                        Softmax.crossEntropy(
                                logits, at, COLUMNS, length, right, scale / known, gradient);
            }
        }
        return known == 0 ? 0 : sum / known;
    }

    private void requireAnswer(int position, int first, int length, int[] mask) {
        if (position < 0 || position >= length || mask[first + position] == 0) {
            throw new DataFormatException(
                    ("Task %s: an answer begins or ends at token %d of an example of %d tokens, "
                                    + "where no answer may be. Prepare the data again.")
                            .formatted(task, position, length));
        }
    }
}
