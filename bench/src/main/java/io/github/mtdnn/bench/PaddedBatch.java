package io.github.mtdnn.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.mtdnn.data.PackedBatch;

/**
 * A batch as users of libtorch give it: B sequences, all padded to the longest one's T tokens.
 *
 * @param ids (B, T)
 * @param types (B, T)
 * @param mask (B, 1, 1, T): what is added to attention's scores, 0 for tokens and -∞ for padding;
 *     empty where nothing is padded
 * @param labels (B)
 */
record PaddedBatch(NDArray ids, NDArray types, NDArray mask, NDArray labels) {

    /**
     * @param manager that the arrays belong to
     */
    static PaddedBatch of(PackedBatch batch, NDManager manager) {
        int[] offsets = batch.offsets();
        int sequences = batch.count();
        int longest = 0;
        for (int b = 0; b < sequences; b++) {
            longest = Math.max(longest, offsets[b + 1] - offsets[b]);
        }
        long[] ids = new long[sequences * longest];
        long[] types = new long[sequences * longest];
        float[] mask = new float[sequences * longest];
        long[] labels = new long[sequences];
        for (int b = 0; b < sequences; b++) {
            int length = offsets[b + 1] - offsets[b];
            for (int t = 0; t < longest; t++) {
                int to = b * longest + t;
                if (t < length) {
                    ids[to] = batch.inputIds()[offsets[b] + t];
                    types[to] = batch.tokenTypeIds()[offsets[b] + t];
                } else {
                    mask[to] = Float.NEGATIVE_INFINITY;
                }
            }
            labels[b] = (long) batch.labels()[b];
        }
        Shape shape = new Shape(sequences, longest);
        boolean padded = batch.tokens() < sequences * longest;
        return new PaddedBatch(
                manager.create(ids, shape),
                manager.create(types, shape),
                padded
                        ? manager.create(mask, new Shape(sequences, 1, 1, longest))
                        : manager.zeros(new Shape(0)),
                manager.create(labels));
    }

    /** What inference takes. */
    NDList inputs() {
        return new NDList(ids, types, mask);
    }

    /** What a training step takes. */
    NDList inputsAndLabels() {
        return new NDList(ids, types, mask, labels);
    }
}
