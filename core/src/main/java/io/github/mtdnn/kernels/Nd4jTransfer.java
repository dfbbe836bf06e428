package io.github.mtdnn.kernels;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Numbers to and from ND4J's memory in blocks of a few megabytes, through the calls that every
 * backend has.
 */
final class Nd4jTransfer {
    private static final int BLOCK = 1 << 20;

    private final float[] mask = new float[BLOCK];

    void write(float[] source, int from, Nd4jTensor target) {
        long size = Shapes.size(target);
        for (long start = 0; start < size; start += BLOCK) {
            int length = (int) Math.min(BLOCK, size - start);
            int first = from + (int) start;
            assign(
                    Arrays.copyOfRange(source, first, first + length),
                    target.slice(start, start + length));
        }
    }

    void read(Nd4jTensor source, float[] target, int to) {
        long size = Shapes.size(source);
        for (long start = 0; start < size; start += BLOCK) {
            int length = (int) Math.min(BLOCK, size - start);
            try (INDArray staged = source.slice(start, start + length).dup()) {
                System.arraycopy(staged.data().asFloat(), 0, target, to + (int) start, length);
            }
        }
    }

    /** Multiplies a vector by its dropout mask, which is drawn on the host. */
    void dropout(INDArray vector, double prob, Draws draws) {
        dropout(vector, prob, draws, IntUnaryOperator.identity());
    }

    /**
     * Multiplies a vector by a dropout mask in which elements share their draws.
     *
     * @param drawnAs index by which an element is drawn
     */
    void dropout(INDArray vector, double prob, Draws draws, IntUnaryOperator drawnAs) {
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

    private static void assign(float[] block, INDArray target) {
        try (INDArray staged = Nd4j.createFromArray(block)) {
            target.assign(staged);
        }
    }
}
