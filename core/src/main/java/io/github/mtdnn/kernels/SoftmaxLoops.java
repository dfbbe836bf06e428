package io.github.mtdnn.kernels;

import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;

/**
 * Softmax of each row of a matrix of {@link PaddedRows} that begins somewhere in a buffer, {@code
 * stride} elements from the row before. {@code lanes}: memory for one vector.
 */
final class SoftmaxLoops {
    private SoftmaxLoops() {}

    /** In place; zeros pad the result. */
    static void forward(ByteBuffer x, int start, int stride, int rows, int columns, float[] lanes) {
        int padded = Lanes.padded(columns);
        for (int row = 0; row < rows; row++) {
            int at = start + row * stride * Float.BYTES;
            PaddedRows.padWithMinusInfinity(x, at, columns);
            float max = max(x, at, padded, lanes);
            float sum = Exponential.powers(x, at, x, at, padded, max, lanes);
            ElementLoops.scale(x, at, padded, 1 / sum);
        }
    }

    /** Largest element; NaN where there is one. */
    static float max(ByteBuffer x, int at, int length, float[] lanes) {
        FloatVector largest = FloatVector.broadcast(Lanes.FLOATS, x.getFloat(at));
        int i = 0;
        for (int end = Lanes.whole(length); i < end; i += Lanes.COUNT) {
            largest = largest.max(Lanes.load(x, at + i * Float.BYTES));
        }
        largest.intoArray(lanes, 0);
        float max = Lanes.max(lanes);
        for (; i < length; i++) {
            max = Math.max(max, x.getFloat(at + i * Float.BYTES));
        }
        return max;
    }

    /**
     * {@code dS = P ∘ (dP - Σ_j P_j dP_j)} per row, in place of dP.
     *
     * @param probabilities P, from byte {@code from} on, padded with zeros
     * @param grad dP, then dS, from byte {@code to} on
     */
    static void backward(
            ByteBuffer probabilities,
            int from,
            ByteBuffer grad,
            int to,
            int stride,
            int rows,
            int columns,
            float[] lanes) {
        int padded = Lanes.padded(columns);
        for (int row = 0; row < rows; row++) {
            int p = from + row * stride * Float.BYTES;
            int g = to + row * stride * Float.BYTES;
            PaddedRows.padWithZeros(grad, g, columns);
            FloatVector sums = FloatVector.zero(Lanes.FLOATS);
            for (int i = 0; i < padded; i += Lanes.COUNT) {
                int d = i * Float.BYTES;
                sums = Lanes.load(probabilities, p + d).fma(Lanes.load(grad, g + d), sums);
            }
            sums.intoArray(lanes, 0);
            float sum = Lanes.sum(lanes);
            for (int i = 0; i < padded; i += Lanes.COUNT) {
                int d = i * Float.BYTES;
                FloatVector change = Lanes.load(grad, g + d).sub(sum);
                Lanes.store(change.mul(Lanes.load(probabilities, p + d)), grad, g + d);
            }
        }
    }
}
