package io.github.mtdnn.kernels;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Dropout whose masks are drawn on the host, in blocks of a few megabytes. */
final class Nd4jDropout {
    private static final int BLOCK = 1 << 20;

    private final float[] mask = new float[BLOCK];

    /** Multiplies a vector by its dropout mask. */
    void apply(INDArray vector, double prob, Draws draws) {
        apply(vector, prob, draws, IntUnaryOperator.identity());
    }

    /**
     * Multiplies a vector by a dropout mask in which elements share their draws.
     *
     * @param drawnAs index by which an element is drawn
     */
    void apply(INDArray vector, double prob, Draws draws, IntUnaryOperator drawnAs) {
        int threshold = Draws.threshold(prob);
        float kept = (float) (1 / (1 - prob));
        long size = vector.length();
        for (long start = 0; start < size; start += BLOCK) {
            int length = (int) Math.min(BLOCK, size - start);
            for (int i = 0; i < length; i++) {
                int index = drawnAs.applyAsInt((int) (start + i));
                mask[i] = Draws.keeps(draws.key(), index, threshold) ? kept : 0;
            }
            float[] used = length == BLOCK ? mask : Arrays.copyOf(mask, length);
            try (INDArray factors = Nd4j.createFromArray(used)) {
                vector.get(NDArrayIndex.interval(start, start + length)).muli(factors);
            }
        }
    }
}
