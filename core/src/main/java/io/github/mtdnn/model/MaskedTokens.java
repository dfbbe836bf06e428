package io.github.mtdnn.model;

import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.failure.DataFormatException;

/** The tokens of a batch that masked-LM predicts: those with a label. Its memory is reused. */
final class MaskedTokens {
    private final String task;
    private final int vocabSize;
    private int count;
    private int[] rows = {};
    private int[] pieces = {};
    private int[] sequences = {};

    /**
     * @param task for messages
     * @param vocabSize V
     */
    MaskedTokens(String task, int vocabSize) {
        this.task = task;
        this.vocabSize = vocabSize;
    }

    /** Finds them in a batch. */
    void find(PackedBatch batch) {
        reserve(batch.tokens());
        int[] labels = batch.tokenLabels();
        int[] offsets = batch.offsets();
        count = 0;
        for (int b = 0; b < batch.count(); b++) {
            for (int n = offsets[b]; n < offsets[b + 1]; n++) {
                if (labels[n] != EncodedExample.NO_LABEL) {
                    rows[count] = n;
                    pieces[count] = requirePiece(labels[n]);
                    sequences[count] = b;
                    count++;
                }
            }
        }
    }

    /** M. */
    int count() {
        return count;
    }

    /** Which tokens they are, of the N of the batch; entries 0 to M-1 count. */
    int[] rows() {
        return rows;
    }

    /** The ids behind the masks; entries 0 to M-1 count. */
    int[] pieces() {
        return pieces;
    }

    /** The sequences they stand in; entries 0 to M-1 count. */
    int[] sequences() {
        return sequences;
    }

    private void reserve(int tokens) {
        if (rows.length < tokens) {
            rows = new int[tokens];
            pieces = new int[tokens];
            sequences = new int[tokens];
        }
    }

    private int requirePiece(int label) {
        if (label < 0 || label >= vocabSize) {
            throw new DataFormatException(
                    ("Task %s: a token is to be predicted as piece %d, but the encoder has"
                                    + " vocab_size = %d. Prepare the data again with the vocabulary of this"
                                    + " encoder.")
                            .formatted(task, label, vocabSize));
        }
        return label;
    }
}
